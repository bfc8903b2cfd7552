import type { MarkdownOutput } from "../markdown-output.ts";
import { escapeLineStart, escapeText } from "../markdown-text.ts";
import { maxColumns, writeRows } from "../write-rows.ts";
import type { XmlAttributes, XmlHandlers } from "../xml.ts";

/** What isn't read: deleted text, comments, styles, and the master page's fields. */
const skippedElements = new Set([
  "tracked-changes",
  "annotation",
  "automatic-styles",
  "forms",
  "ruby-text",
  "desc",
]);
const maxRepeatedRows = 1000;

type Table = { rows: string[][]; characters: number };

/** Follows an OpenDocument `content.xml` and writes its blocks as they end. */
export class OpenDocumentReader {
  tables = 0;
  pages = 0;
  readonly handlers: XmlHandlers;
  readonly #output: MarkdownOutput;
  readonly #namesTables: boolean;
  #skipped = 0;
  #lists = 0;
  #list: string[] = [];
  #isItemStart = false;
  #heading = 0;
  /** Texts being read: a note or a frame begins one inside another. */
  #lines: string[] = [];
  /** A table in a cell is read as the cell's text. */
  #table: Table | undefined;
  #tableDepth = 0;
  #cell: string[] = [];
  #repeatCell = 1;
  #repeatRow = 1;
  #text: XmlHandlers["text"];

  constructor(output: MarkdownOutput, { namesTables }: { namesTables: boolean }) {
    this.#output = output;
    this.#namesTables = namesTables;
    this.#text = (text) => this.#append(text.replace(/\s+/g, " "));
    this.handlers = {
      isDone: () => output.isFull || (this.#table?.characters ?? 0) > output.room,
      open: (name, attributes) => this.#open(name, attributes),
      text: (text) => this.#text?.(text),
      close: (name) => this.#close(name),
    };
  }

  #append(text: string): void {
    const last = this.#lines.length - 1;
    if (this.#skipped === 0 && last >= 0) this.#lines[last] += text;
  }

  #open(name: string, attributes: XmlAttributes): void {
    if (this.#skipped > 0 || skippedElements.has(name)) {
      this.#skipped += 1;
      return;
    }
    switch (name) {
      case "h":
      case "p":
        this.#heading = headingLevel(name, attributes);
        this.#lines.push("");
        break;
      case "s":
        this.#append(" ".repeat(clamp(attributes["text:c"], 100)));
        break;
      case "tab":
      case "line-break":
        this.#append(" ");
        break;
      case "list":
        this.#lists += 1;
        break;
      case "list-item":
        this.#isItemStart = true;
        break;
      case "page":
        this.pages += 1;
        this.#output.push(`## ${escapeText(attributes["draw:name"] ?? `Slide ${this.pages}`)}`);
        break;
      case "table":
        this.#openTable(attributes);
        break;
      case "table-row":
        this.#repeatRow = clamp(attributes["table:number-rows-repeated"], maxRepeatedRows);
        if (this.#tableDepth === 1) this.#table?.rows.push([]);
        break;
      case "table-cell":
      case "covered-table-cell":
        if (this.#tableDepth === 1) this.#cell = [];
        if (this.#tableDepth === 1)
          this.#repeatCell = clamp(attributes["table:number-columns-repeated"], maxColumns);
    }
  }

  #close(name: string): void {
    if (this.#skipped > 0) {
      this.#skipped -= 1;
      return;
    }
    switch (name) {
      case "h":
      case "p":
        this.#closeText();
        break;
      case "list":
        this.#lists -= 1;
        if (this.#lists === 0) this.#output.push(this.#list.splice(0).join("\n"));
        break;
      case "table":
        this.#closeTable();
        break;
      case "table-row":
        if (this.#tableDepth === 1) this.#closeRow();
        break;
      case "table-cell":
      case "covered-table-cell":
        if (this.#tableDepth === 1) this.#closeCell();
    }
  }

  #closeText(): void {
    const text = (this.#lines.pop() ?? "").replace(/\s+/g, " ").trim();
    if (text === "") return;
    if (this.#table) this.#cell.push(text);
    else if (this.#heading > 0) this.#output.push(`${"#".repeat(this.#heading)} ${escapeText(text)}`);
    else if (this.#lists > 0) this.#list.push(this.#item(text));
    else this.#output.push(escapeLineStart(escapeText(text)));
    this.#heading = 0;
  }

  #item(text: string): string {
    const mark = this.#isItemStart ? "- " : "  ";
    this.#isItemStart = false;
    return `${"  ".repeat(Math.min(this.#lists, 8) - 1)}${mark}${escapeText(text)}`;
  }

  #openTable(attributes: XmlAttributes): void {
    this.#tableDepth += 1;
    if (this.#tableDepth > 1) return;
    this.#table = { rows: [], characters: 0 };
    this.tables += 1;
    if (this.#namesTables)
      this.#output.push(`## ${escapeText(attributes["table:name"] ?? `Sheet ${this.tables}`)}`);
  }

  #closeTable(): void {
    this.#tableDepth -= 1;
    if (this.#tableDepth > 0 || !this.#table) return;
    this.#output.push(writeRows(this.#table.rows));
    this.#table = undefined;
  }

  #closeCell(): void {
    const row = this.#table?.rows.at(-1);
    const text = this.#cell.join(" ");
    for (let count = 0; count < this.#repeatCell && row && row.length < maxColumns; count += 1)
      row.push(text);
    if (this.#table) this.#table.characters += text.length + 3;
    this.#cell = [];
  }

  /** Empty rows are repeated up to the sheet's end (1,048,576); rows that say something are meant. */
  #closeRow(): void {
    const row = this.#table?.rows.at(-1);
    if (!row?.some((cell) => cell !== "")) this.#table?.rows.pop();
    else for (let count = 1; count < this.#repeatRow; count += 1) this.#table?.rows.push(row);
  }
}

function headingLevel(name: string, attributes: XmlAttributes): number {
  if (name === "h") return clamp(attributes["text:outline-level"], 6);
  return attributes["text:style-name"] === "Title" ? 1 : 0;
}

function clamp(text: string | undefined, most: number): number {
  const number = Number.parseInt(text ?? "1", 10);
  return number >= 1 ? Math.min(number, most) : 1;
}
