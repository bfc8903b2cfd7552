import { readFile } from "node:fs/promises";
import { getDocumentProxy, getResolvedPDFJS } from "unpdf";
import { ExtractionError } from "../extraction.ts";
import type { MarkdownOutput } from "../markdown-output.ts";
import { escapeLineStart, escapeText } from "../markdown-text.ts";
import type { Facts, FormatInput } from "./format.ts";

type Pdf = Awaited<ReturnType<typeof getDocumentProxy>>;
type Page = Awaited<ReturnType<Pdf["getPage"]>>;

/** Reads a PDF's text, page by page, in the order the file has it. Its scripts and attachments are never run. */
export async function readPdf({ path, output }: FormatInput): Promise<Facts> {
  const pdf = await openPdf(path);
  for (let number = 1; number <= pdf.numPages && !output.isFull; number += 1) {
    const page = await readingErrors(pdf.getPage(number));
    await writePage(page, output);
    page.cleanup();
  }
  if (output.isEmpty) throw await nothingToRead(pdf);
  return factsOf(pdf);
}

async function openPdf(path: string): Promise<Pdf> {
  const bytes = await readFile(path);
  return readingErrors(
    getDocumentProxy(new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength), {
      disableFontFace: true,
      useSystemFonts: false,
      stopAtErrors: false,
      verbosity: 0,
    }),
  );
}

async function readingErrors<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (cause) {
    const name = cause instanceof Error ? cause.name : "";
    if (name === "PasswordException")
      throw new ExtractionError("skipped", "It is password protected.", { cause });
    const why = cause instanceof Error ? cause.message.replace(/\.$/, "") : String(cause);
    throw new ExtractionError("failed", `The PDF is broken or incomplete: ${why}.`, { cause });
  }
}

/** Lines as they are set; an empty line where the gap between two is larger than their own height. */
async function writePage(page: Page, output: MarkdownOutput): Promise<void> {
  const { items } = await readingErrors(page.getTextContent());
  let lines: string[] = [];
  let line = "";
  let lastY: number | undefined;
  const endLine = () => {
    const text = line.replace(/[ \t]+/g, " ").trim();
    if (text !== "") lines.push(escapeLineStart(escapeText(text)));
    line = "";
  };
  const endParagraph = () => {
    endLine();
    output.push(lines.join("\n"));
    lines = [];
  };
  for (const item of items) {
    if (!("str" in item)) continue;
    const y: unknown = item.transform[5];
    if (typeof y === "number" && item.str.trim() !== "") {
      if (lastY !== undefined && Math.abs(lastY - y) > item.height * 1.8 && item.height > 0) endParagraph();
      lastY = y;
    }
    line += item.str;
    if (item.hasEOL) endLine();
  }
  endParagraph();
}

/** Pages with images and no text are a scan; telling so says what to do. */
async function nothingToRead(pdf: Pdf): Promise<ExtractionError> {
  const { OPS } = await getResolvedPDFJS();
  const paints = new Set([OPS.paintImageXObject, OPS.paintInlineImageXObject, OPS.paintImageMaskXObject]);
  const first = await readingErrors(pdf.getPage(1));
  const { fnArray } = await readingErrors(first.getOperatorList());
  return fnArray.some((operation) => paints.has(operation))
    ? new ExtractionError(
        "skipped",
        "No text: this PDF holds only images. Recognise its text (OCR) and upload it again.",
      )
    : new ExtractionError("skipped", "No text: the pages of this PDF are empty.");
}

async function factsOf(pdf: Pdf): Promise<Facts> {
  const metadata: Facts["metadata"] = { pages: pdf.numPages };
  const described = await pdf.getMetadata().catch(() => undefined);
  const info: Record<string, unknown> = { ...described?.info };
  const said = (key: string) =>
    typeof info[key] === "string" && info[key].trim() ? info[key].trim() : undefined;
  return {
    title: said("Title"),
    author: said("Author"),
    language: said("Language"),
    createdAt: parsePdfDate(said("CreationDate")),
    modifiedAt: parsePdfDate(said("ModDate")),
    metadata,
  };
}

/** `D:20240131120000+01'00'`, of which all but the year may be missing (ISO 32000, 7.9.4). */
export function parsePdfDate(text: string | undefined): Date | undefined {
  const match = /^(?:D:)?(\d{4})(\d\d)?(\d\d)?(\d\d)?(\d\d)?(\d\d)?(?:(Z)|([+-])(\d\d)'?(\d\d)?)?/.exec(
    text ?? "",
  );
  if (!match) return undefined;
  const [
    ,
    year,
    month = "01",
    day = "01",
    hour = "00",
    minute = "00",
    second = "00",
    ,
    sign,
    hours,
    minutes,
  ] = match;
  const zone = sign ? `${sign}${hours}:${minutes ?? "00"}` : "Z";
  const date = new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}${zone}`);
  return Number.isNaN(date.getTime()) ? undefined : date;
}
