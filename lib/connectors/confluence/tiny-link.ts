/**
 * The page id in a tiny link (`/x/LIQHD`): base64 of its little-endian bytes, with `-` for `/` and `_` for `+`, and the
 * zeros at its end left out. Undefined when it is none.
 */
export function decodeTinyLink(code: string): string | undefined {
  if (!/^[\w-]{1,11}$/.test(code)) return undefined;
  const bytes = Buffer.from(code.replaceAll("-", "/").replaceAll("_", "+").padEnd(12, "A"), "base64");
  const id = bytes.readBigUInt64LE(0);
  return id > 0n && bytes[8] === 0 ? String(id) : undefined;
}
