import type { ExtractionLimits } from "../extraction.ts";
import type { MarkdownOutput } from "../markdown-output.ts";
import { escapeLineStart, escapeText } from "../markdown-text.ts";
import { writeRows } from "../write-rows.ts";
import { readXml } from "../xml.ts";
import { Zip } from "../zip.ts";
import type { Facts, FormatInput } from "./format.ts";
import { coreFacts } from "./office-facts.ts";
import { relationshipsOf } from "./relationships.ts";

const presentationPart = "ppt/presentation.xml";
/** Placeholders that repeat on every slide. */
const furniture = new Set(["sldNum", "dt", "ftr", "hdr", "sldImg"]);

/** Reads slides in their order: title, lists, tables, then the speaker's notes. */
export async function readPptx({ path, limits, output }: FormatInput): Promise<Facts> {
  await using zip = await Zip.open(path, limits);
  const slides = await slideParts(zip, limits);
  for (const [index, part] of slides.entries()) {
    if (output.isFull) break;
    await writeSlide(zip, part, index + 1, limits, output);
  }
  const facts = await coreFacts(zip, limits);
  return { ...facts, metadata: { ...facts.metadata, slides: slides.length } };
}

async function slideParts(zip: Zip, limits: ExtractionLimits): Promise<string[]> {
  const relationships = await relationshipsOf(zip, presentationPart, limits);
  const ids: string[] = [];
  await readXml(zip.read(presentationPart), limits, {
    open: (name, attributes) => {
      if (name === "sldId" && attributes["r:id"]) ids.push(attributes["r:id"]);
    },
  });
  return ids.flatMap((id) => relationships.find((relation) => relation.id === id)?.part ?? []);
}

async function writeSlide(
  zip: Zip,
  part: string,
  number: number,
  limits: ExtractionLimits,
  output: MarkdownOutput,
): Promise<void> {
  const { title, blocks } = await readShapes(zip, part, limits);
  const notesPart = (await relationshipsOf(zip, part, limits)).find(
    ({ type }) => type === "notesSlide",
  )?.part;
  const notes = notesPart && zip.has(notesPart) ? (await readShapes(zip, notesPart, limits)).blocks : [];
  if (title === "" && blocks.length === 0 && notes.length === 0) return;
  output.push(`## ${title === "" ? `Slide ${number}` : escapeText(title)}`);
  for (const block of blocks) output.push(block);
  if (notes.length > 0) output.push("### Notes");
  for (const block of notes) output.push(block.replace(/^ *- /gm, ""));
}

type Shapes = { title: string; blocks: string[] };

/** Reads the shapes of a slide or its notes. */
async function readShapes(zip: Zip, part: string, limits: ExtractionLimits): Promise<Shapes> {
  const found: Shapes = { title: "", blocks: [] };
  let placeholder: string | undefined;
  let lines: string[] = [];
  let line = "";
  let level = 0;
  let isText = false;
  let rows: string[][] | undefined;

  function endParagraph(): void {
    const text = line.replace(/\s+/g, " ").trim();
    line = "";
    if (text !== "") lines.push(paragraph(text, level, placeholder, rows !== undefined));
    level = 0;
  }
  function endShape(): void {
    if (lines.length > 0 && !furniture.has(placeholder ?? "")) {
      if (isTitle(placeholder)) found.title = lines.join(" ");
      else found.blocks.push(lines.join(placeholder === undefined ? "\n\n" : "\n"));
    }
    lines = [];
    placeholder = undefined;
  }

  await readXml(zip.read(part), limits, {
    open: (name, attributes) => {
      if (name === "ph") placeholder = attributes.type ?? "body";
      else if (name === "pPr") level = Math.min(8, Number(attributes.lvl ?? 0) || 0);
      else if (name === "br") line += " ";
      else if (name === "tbl") rows = [];
      else if (name === "tr") rows?.push([]);
      isText = name === "t";
    },
    text: (text) => {
      if (isText) line += text;
    },
    close: (name) => {
      isText = false;
      if (name === "p") endParagraph();
      else if (name === "sp") endShape();
      else if (name === "tc") rows?.at(-1)?.push(lines.splice(0).join(" "));
      else if (name === "tbl" && rows) {
        const table = writeRows(rows);
        if (table !== "") found.blocks.push(table);
        rows = undefined;
      }
    },
  });
  return found;
}

function isTitle(placeholder: string | undefined): boolean {
  return placeholder === "title" || placeholder === "ctrTitle";
}

function paragraph(text: string, level: number, placeholder: string | undefined, isInTable: boolean): string {
  if (isInTable || isTitle(placeholder)) return text;
  if (placeholder === "body" || placeholder === "obj") return `${"  ".repeat(level)}- ${escapeText(text)}`;
  return escapeLineStart(escapeText(text));
}
