const delimiters = [",", ";", "\t", "|"] as const;

/** Parses CSV (RFC 4180) with the delimiter that its first lines agree on. Forgiving: a stray quote is text. */
export function parseCsv(text: string, delimiter: string = guessDelimiter(text)): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let at = text.startsWith("\ufeff") ? 1 : 0;
  while (at < text.length) {
    const cell = text[at] === '"' ? quotedCell(text, at, delimiter) : plainCell(text, at, delimiter);
    row.push(cell.value);
    at = cell.end;
    if (text[at] === delimiter) {
      at += 1;
      // A delimiter at the very end begins one more, empty cell.
      if (at === text.length) row.push("");
      else continue;
    }
    rows.push(row);
    row = [];
    at += text.startsWith("\r\n", at) ? 2 : 1;
  }
  if (row.length > 0) rows.push(row);
  return rows;
}

function plainCell(text: string, start: number, delimiter: string): { value: string; end: number } {
  let end = start;
  while (end < text.length && text[end] !== delimiter && text[end] !== "\n" && text[end] !== "\r") end += 1;
  return { value: text.slice(start, end), end };
}

function quotedCell(text: string, start: number, delimiter: string): { value: string; end: number } {
  let value = "";
  let from = start + 1;
  for (;;) {
    const quote = text.indexOf('"', from);
    if (quote === -1) return { value: value + text.slice(from), end: text.length };
    value += text.slice(from, quote);
    from = quote + 1;
    if (text[from] !== '"') break;
    value += '"';
    from += 1;
  }
  const rest = plainCell(text, from, delimiter);
  return { value: value + rest.value, end: rest.end };
}

/** The candidate that splits the first lines into the same, largest number of cells; a comma when none does. */
export function guessDelimiter(text: string): string {
  const lines = text.slice(0, 20_000).split(/\r?\n/, 11).filter(Boolean).slice(0, 10);
  let best = { delimiter: ",", score: 0 };
  for (const delimiter of delimiters) {
    const counts = lines.map((line) => countOutsideQuotes(line, delimiter));
    const least = Math.min(...counts);
    const agree = counts.filter((count) => count === counts[0]).length / Math.max(1, counts.length);
    const score = least > 0 ? least * agree : 0;
    if (score > best.score) best = { delimiter, score };
  }
  return best.delimiter;
}

function countOutsideQuotes(line: string, delimiter: string): number {
  return line.replace(/"[^"]*"/g, "").split(delimiter).length - 1;
}
