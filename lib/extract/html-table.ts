import { type HtmlElement, isElement } from "./html-tree.ts";

export type TableWriter = {
  /** A cell's content on one line. */
  cell: (cell: HtmlElement) => string;
  /** A cell's content as blocks, for tables that only lay out a page. */
  blocks: (cell: HtmlElement) => string[];
  left: ReadonlySet<HtmlElement>;
};

const maxColumns = 100;

/** Writes a table as a GFM table with repeated values for spans, or as its cells' blocks when it only lays things out. */
export function writeTable(table: HtmlElement, writer: TableWriter): string[] {
  const rows = rowsOf(table, writer.left);
  const columns = Math.max(0, ...rows.map((row) => row.length));
  const caption = table.children.find((child) => isElement(child) && child.tag === "caption");
  const above = caption && isElement(caption) ? writer.blocks(caption) : [];
  if (isLayout(table, columns)) return [...above, ...rows.flat().flatMap(writer.blocks)];
  const cells = spread(rows, writer).filter((row) => row.some((cell) => cell !== ""));
  const [first, ...others] = cells;
  if (!first) return above;
  const width = Math.max(...cells.map((row) => row.length));
  const line = (row: string[]) => `| ${Array.from({ length: width }, (_, i) => row[i] ?? "").join(" | ")} |`;
  const rule = `|${" --- |".repeat(width)}`;
  return [...above, [line(first), rule, ...others.map(line)].join("\n")];
}

function isLayout(table: HtmlElement, columns: number): boolean {
  const role = table.attributes.role;
  return columns < 2 || role === "presentation" || role === "none" || holds(table, "table");
}

function holds(element: HtmlElement, tag: string): boolean {
  return element.children.some((child) => isElement(child) && (child.tag === tag || holds(child, tag)));
}

function rowsOf(element: HtmlElement, left: ReadonlySet<HtmlElement>): HtmlElement[][] {
  const kept = (of: HtmlElement) => of.children.filter(isElement).filter((child) => !left.has(child));
  return kept(element).flatMap((child) => {
    if (child.tag === "tr") return [kept(child).filter(({ tag }) => tag === "td" || tag === "th")];
    return /^(thead|tbody|tfoot)$/.test(child.tag) ? rowsOf(child, left) : [];
  });
}

/** Lays cells out on the grid: a value that spans rows or columns is repeated or followed by empty cells. */
function spread(rows: readonly HtmlElement[][], writer: TableWriter): string[][] {
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
      const text = writer.cell(cell).replaceAll("|", "\\|");
      const rowspan = span(cell.attributes.rowspan, 1000) - 1;
      for (let i = 0; i < span(cell.attributes.colspan, maxColumns) && line.length < maxColumns; i++) {
        below[line.length] = { text: i === 0 ? text : "", rows: rowspan };
        line.push(i === 0 ? text : "");
      }
    }
    takeFromAbove();
    return line;
  });
}

function span(value: string | undefined, most: number): number {
  const number = Number.parseInt(value ?? "1", 10);
  return number >= 1 ? Math.min(number, most) : 1;
}
