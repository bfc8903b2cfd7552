import { type HtmlElement, isElement } from "./html-tree.ts";
import { writeTableCells } from "./markdown-table.ts";

export type TableWriter = {
  /** A cell's content on one line. */
  cell: (cell: HtmlElement) => string;
  /** A cell's content as blocks, for tables that only lay out a page. */
  blocks: (cell: HtmlElement) => string[];
  left: ReadonlySet<HtmlElement>;
};

/** Writes a table as a GFM table with repeated values for spans, or as its cells' blocks when it only lays things out. */
export function writeTable(table: HtmlElement, writer: TableWriter): string[] {
  const rows = rowsOf(table, writer.left);
  const columns = Math.max(0, ...rows.map((row) => row.length));
  const caption = table.children.find((child) => isElement(child) && child.tag === "caption");
  const above = caption && isElement(caption) ? writer.blocks(caption) : [];
  if (isLayout(table, columns)) return [...above, ...rows.flat().flatMap(writer.blocks)];
  const written = writeTableCells(
    rows.map((row) =>
      row.map((cell) => ({
        text: writer.cell(cell),
        colspan: span(cell.attributes.colspan),
        rowspan: span(cell.attributes.rowspan),
      })),
    ),
  );
  return written === "" ? above : [...above, written];
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

function span(value: string | undefined): number | undefined {
  const number = Number.parseInt(value ?? "", 10);
  return Number.isNaN(number) ? undefined : number;
}
