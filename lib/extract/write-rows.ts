import { escapeText } from "./markdown-text.ts";

/** Columns of a table at most; a sheet reaches 16,384. */
export const maxColumns = 200;

/**
 * Rows of plain text as a GFM table whose first row is the head. Empty rows and columns are left out; rows may
 * have different lengths.
 * @returns an empty text when no cell says anything
 */
export function writeRows(rows: readonly (readonly string[])[]): string {
  const said = rows.filter((row) => row.some((cell) => cell.trim() !== ""));
  const width = said.reduce((most, row) => Math.max(most, row.length), 0);
  const columns = Array.from({ length: width }, (_, column) => column).filter((column) =>
    said.some((row) => (row[column] ?? "").trim() !== ""),
  );
  const [head, ...body] = said.map((row) => `| ${columns.map((column) => cell(row[column])).join(" | ")} |`);
  if (head === undefined) return "";
  return [head, `|${" --- |".repeat(columns.length)}`, ...body].join("\n");
}

function cell(text = ""): string {
  return escapeText(text.replace(/\s+/g, " ").trim()).replaceAll("|", "\\|");
}
