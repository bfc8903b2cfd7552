/** A pattern in which `*` stands for any characters, cut at its stars. Matching takes linear time. */
export type Wildcard = { parts: string[]; anchoredEnd: boolean };

/** @param anchoredEnd whether the text must end where the pattern does */
export function compileWildcard(pattern: string, anchoredEnd: boolean): Wildcard {
  const parts = pattern.split(/\*+/);
  return { parts, anchoredEnd };
}

/** Whether `text` begins with the pattern, and ends with it too when that is anchored. */
export function matchesWildcard({ parts, anchoredEnd }: Wildcard, text: string): boolean {
  const first = parts[0] ?? "";
  if (!text.startsWith(first)) return false;
  let at = first.length;
  const last = parts.length - 1;
  if (last === 0) return !anchoredEnd || at === text.length;
  for (let i = 1; i < last; i++) {
    const part = parts[i] ?? "";
    const found = text.indexOf(part, at);
    if (found === -1) return false;
    at = found + part.length;
  }
  const end = parts[last] ?? "";
  if (!anchoredEnd) return text.indexOf(end, at) !== -1;
  return text.length - end.length >= at && text.endsWith(end);
}
