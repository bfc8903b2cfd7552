/** Bytes of a representation, both ends included. */
export type ByteRange = { start: number; end: number };

/**
 * Reads a `Range` header of one range (RFC 9110). Undefined for what may be answered with the whole: none, several,
 * or one that can't be satisfied.
 */
export function readRange(header: string | null, sizeBytes: number): ByteRange | undefined {
  const [, first = "", last = ""] = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header?.trim() ?? "") ?? [];
  if (first === "" && last === "") return undefined;
  const isSuffix = first === "";
  const start = isSuffix ? Math.max(0, sizeBytes - Number(last)) : Number(first);
  const end = isSuffix || last === "" ? sizeBytes - 1 : Math.min(Number(last), sizeBytes - 1);
  return start <= end ? { start, end } : undefined;
}
