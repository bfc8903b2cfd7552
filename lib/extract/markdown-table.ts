/** A cell whose text is Markdown on one line. */
export type TableCell = { text: string; colspan?: number; rowspan?: number };

const maxColumns = 100;
const maxRowspan = 1000;

/**
 * Rows of cells as a GFM table whose first row is the head. A value that spans rows is repeated, one that spans
 * columns is followed by empty cells.
 * @returns an empty text when no cell says anything
 */
export function writeTableCells(rows: readonly (readonly TableCell[])[]): string {
  const cells = spread(rows).filter((row) => row.some((cell) => cell !== ""));
  const [first, ...others] = cells;
  if (!first) return "";
  const width = Math.max(...cells.map((row) => row.length));
  const line = (row: string[]) => `| ${Array.from({ length: width }, (_, i) => row[i] ?? "").join(" | ")} |`;
  return [line(first), `|${" --- |".repeat(width)}`, ...others.map(line)].join("\n");
}

/** Lays cells out on the grid. */
function spread(rows: readonly (readonly TableCell[])[]): string[][] {
  const below: { text: string; rows: number }[] = [];
  return rows.map((row) => {
    const line: string[] = [];
    const takeFromAbove = () => {
      for (let above = below[line.length]; above && above.rows > 0; above = below[line.length]) {
        above.rows--;
        line.push(above.text);
      }
    };
    for (const cell of row) {
      takeFromAbove();
      const text = cell.text.replaceAll("|", "\\|");
      const rowspan = span(cell.rowspan, maxRowspan) - 1;
      for (let i = 0; i < span(cell.colspan, maxColumns) && line.length < maxColumns; i++) {
        below[line.length] = { text: i === 0 ? text : "", rows: rowspan };
        line.push(i === 0 ? text : "");
      }
    }
    takeFromAbove();
    return line;
  });
}

function span(value: number | undefined, most: number): number {
  return value !== undefined && value >= 1 ? Math.min(Math.floor(value), most) : 1;
}
