/** The entries of a list as people paste them: one per line, empty ones left out. */
export function readLines(text: string): string[] {
  return text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== "");
}

/** Headers as people paste them: `Name: value`, one per line. A line without a colon is a name without a value. */
export function readHeaders(text: string): Record<string, string> {
  return Object.fromEntries(
    readLines(text).map((line) => {
      const colon = line.indexOf(":");
      return colon < 0 ? [line, ""] : [line.slice(0, colon).trim(), line.slice(colon + 1).trim()];
    }),
  );
}

export function writeHeaders(headers: Record<string, string>): string {
  return Object.entries(headers)
    .map(([name, value]) => `${name}: ${value}`)
    .join("\n");
}
