const special = /[\\`*_<[\]~]/;

/** Escapes what Markdown would read as markup in running text, and no more: `pg_dump` stays as it is. */
export function escapeText(text: string): string {
  if (!special.test(text)) return text;
  return text
    .replace(/\\(?=[!-/:-@[-`{-~])/g, "\\\\")
    .replace(/[`[\]]/g, "\\$&")
    .replace(/(?<![\s])\*|\*(?=\S)/g, "\\*")
    .replace(/(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, "\\_")
    .replace(/<(?=[a-z/!?])/gi, "\\<")
    .replace(/~~/g, "\\~~");
}

/** Escapes what would make a line of text a heading, list, quote, rule or fence. */
export function escapeLineStart(line: string): string {
  if (!/^[#>+\-=~\d]/.test(line)) return line;
  return line
    .replace(/^(#{1,6})(?=\s|$)/, "\\$1")
    .replace(/^([>+]|-(?=\s|-+$)|=(?==*$)|~(?=~~))/, "\\$1")
    .replace(/^(\d{1,9})([.)])(?=\s|$)/, "$1\\$2");
}

function longestRun(text: string, minimum: number): number {
  let longest = minimum;
  for (const run of text.match(/`+/g) ?? []) longest = Math.max(longest, run.length);
  return longest;
}

/** A code span, in as many backticks as its text needs. */
export function inlineCode(text: string): string {
  const code = text.replace(/\s+/g, " ");
  const inner = code.trim();
  if (inner === "") return code;
  const ticks = "`".repeat(longestRun(inner, 0) + 1);
  const pad = inner.startsWith("`") || inner.endsWith("`") ? " " : "";
  const before = code.startsWith(" ") ? " " : "";
  const after = code.endsWith(" ") ? " " : "";
  return `${before}${ticks}${pad}${inner}${pad}${ticks}${after}`;
}

/** A fenced code block. */
export function fence(code: string, language: string): string {
  const ticks = "`".repeat(Math.max(3, longestRun(code, 2) + 1));
  return `${ticks}${language}\n${code.replaceAll("\r\n", "\n")}\n${ticks}`;
}
