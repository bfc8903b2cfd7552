import type { ExtractionLimits } from "../extraction.ts";
import { escapeText } from "../markdown-text.ts";
import { maxColumns, writeRows } from "../write-rows.ts";
import { readXml } from "../xml.ts";
import { Zip } from "../zip.ts";
import type { Facts, FormatInput } from "./format.ts";
import { coreFacts } from "./office-facts.ts";
import { relationshipsOf } from "./relationships.ts";
import { type CellKind, formatCell, kindOfFormat } from "./xlsx-cell.ts";

type Workbook = {
  sheets: { name: string; part: string }[];
  is1904: boolean;
  strings: string[];
  kinds: CellKind[];
};

const workbookPart = "xl/workbook.xml";

/** Reads every sheet of a workbook, hidden ones too, as a heading and a table; formulas by their last result. */
export async function readXlsx({ path, limits, output }: FormatInput): Promise<Facts> {
  await using zip = await Zip.open(path, limits);
  const book = await readWorkbook(zip, limits);
  for (const { name, part } of book.sheets) {
    if (output.isFull) break;
    const { rows, isWhole } = await readSheet(zip, part, book, limits, output.room);
    const table = writeRows(rows);
    if (table !== "") {
      output.push(`## ${escapeText(name)}`);
      output.push(table);
    }
    if (!isWhole) output.markTruncated();
  }
  const facts = await coreFacts(zip, limits);
  return { ...facts, metadata: { ...facts.metadata, sheets: book.sheets.length } };
}

async function readWorkbook(zip: Zip, limits: ExtractionLimits): Promise<Workbook> {
  const relationships = await relationshipsOf(zip, workbookPart, limits);
  const partOf = (id: string | undefined) => relationships.find((relation) => relation.id === id)?.part;
  const partOfType = (type: string) => relationships.find((relation) => relation.type === type)?.part;
  const sheets: Workbook["sheets"] = [];
  let is1904 = false;
  await readXml(zip.read(workbookPart), limits, {
    open: (name, attributes) => {
      if (name === "workbookPr") is1904 = /^(1|true)$/.test(attributes.date1904 ?? "");
      const part = name === "sheet" ? partOf(attributes["r:id"]) : undefined;
      // Chart and dialog sheets hold no cells.
      if (part && /worksheets\//.test(part)) sheets.push({ name: attributes.name ?? "", part });
    },
  });
  const strings = await readSharedStrings(zip, partOfType("sharedStrings"), limits);
  const kinds = await readCellKinds(zip, partOfType("styles"), limits);
  return { sheets, is1904, strings, kinds };
}

async function readSharedStrings(
  zip: Zip,
  part: string | undefined,
  limits: ExtractionLimits,
): Promise<string[]> {
  const strings: string[] = [];
  if (!part || !zip.has(part)) return strings;
  const reader = richText((text) => strings.push(text), "si");
  await readXml(zip.read(part), limits, reader);
  return strings;
}

/** Joins the runs of a rich text; phonetic guides (`rPh`) are not part of it. */
function richText(done: (text: string) => void, element: string) {
  let text = "";
  let isText = false;
  let isPhonetic = false;
  return {
    open: (name: string) => {
      if (name === element) text = "";
      if (name === "rPh") isPhonetic = true;
      isText = name === "t" && !isPhonetic;
    },
    text: (more: string) => {
      if (isText) text += more;
    },
    close: (name: string) => {
      isText = false;
      if (name === "rPh") isPhonetic = false;
      if (name === element) done(text);
    },
  };
}

/** What kind of number each cell style shows. */
async function readCellKinds(
  zip: Zip,
  part: string | undefined,
  limits: ExtractionLimits,
): Promise<CellKind[]> {
  const kinds: CellKind[] = [];
  const codes = new Map<number, string>();
  let isInCellFormats = false;
  if (!part || !zip.has(part)) return kinds;
  await readXml(zip.read(part), limits, {
    open: (name, { numFmtId, formatCode }) => {
      if (name === "numFmt" && formatCode !== undefined) codes.set(Number(numFmtId), formatCode);
      else if (name === "cellXfs") isInCellFormats = true;
      else if (name === "xf" && isInCellFormats)
        kinds.push(kindOfFormat(Number(numFmtId), codes.get(Number(numFmtId))));
    },
    close: (name) => {
      if (name === "cellXfs") isInCellFormats = false;
    },
  });
  return kinds;
}

type Cell = { column: number; type: string; style: number; value: string };

async function readSheet(
  zip: Zip,
  part: string,
  book: Workbook,
  limits: ExtractionLimits,
  room: number,
): Promise<{ rows: string[][]; isWhole: boolean }> {
  const rows: string[][] = [];
  let row: string[] = [];
  let cell: Cell | undefined;
  let isValue = false;
  let characters = 0;
  let isWhole = true;
  await readXml(zip.read(part), limits, {
    isDone: () => characters > room,
    open: (name, attributes) => {
      if (name === "row") row = [];
      else if (name === "c") cell = openCell(attributes, row.length);
      isValue = name === "v" || name === "t";
    },
    text: (text) => {
      if (cell && isValue) cell.value += text;
    },
    close: (name) => {
      isValue = false;
      if (name === "row" && characters <= room) rows.push(row);
      if (name !== "c" || !cell) return;
      if (cell.column >= maxColumns) isWhole = false;
      else if (cell.value !== "") {
        while (row.length < cell.column) row.push("");
        row[cell.column] = formatCell(cell, book);
        characters += (row[cell.column]?.length ?? 0) + 3;
      }
      cell = undefined;
    },
  });
  return { rows, isWhole: isWhole && characters <= room };
}

function openCell({ r: reference, t: type = "n", s: style }: Record<string, string>, next: number): Cell {
  return { column: columnOf(reference) ?? next, type, style: Number(style ?? 0), value: "" };
}

/** `BC12` → 54. */
function columnOf(reference: string | undefined): number | undefined {
  const letters = /^[A-Z]{1,3}/.exec(reference ?? "")?.[0];
  if (!letters) return undefined;
  return [...letters].reduce((column, letter) => column * 26 + letter.charCodeAt(0) - 64, 0) - 1;
}
