/** The cookies of a `Cookie` header by name. Of two with one name the first counts: its path is the longest. */
export function readCookies(header: string): Record<string, string> {
  const cookies = header.split(";").flatMap((part) => {
    const at = part.indexOf("=");
    return at < 0 ? [] : [[part.slice(0, at).trim(), decoded(part.slice(at + 1).trim())] as const];
  });
  return Object.fromEntries(cookies.toReversed());
}

/** Other programs on this host set cookies too, and not all of them escape. */
function decoded(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}
