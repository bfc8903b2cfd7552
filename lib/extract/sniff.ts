import { isUtf8 } from "node:buffer";
import { open } from "node:fs/promises";
import { extname } from "node:path";
import { fileTypeFromBuffer } from "file-type";
import { ExtractionError, type ExtractionLimits } from "./extraction.ts";
import { Zip } from "./zip.ts";

export const mimes = {
  pdf: "application/pdf",
  docx: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
  pptx: "application/vnd.openxmlformats-officedocument.presentationml.presentation",
  xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  odt: "application/vnd.oasis.opendocument.text",
  ods: "application/vnd.oasis.opendocument.spreadsheet",
  odp: "application/vnd.oasis.opendocument.presentation",
  html: "text/html",
  csv: "text/csv",
  json: "application/json",
  markdown: "text/markdown",
  text: "text/plain",
} as const;

export type FileKind = keyof typeof mimes;
export type NamedFile = { path: string; name: string; mime: string };

const headBytes = 64 * 1024;
const oldOfficeHeader = Buffer.from("d0cf11e0a1b11ae1", "hex");
const markersOfParts: readonly (readonly [string, FileKind])[] = [
  ["word/document.xml", "docx"],
  ["ppt/presentation.xml", "pptx"],
  ["xl/workbook.xml", "xlsx"],
];
const textKinds: Record<string, FileKind> = {
  ".md": "markdown",
  ".markdown": "markdown",
  ".csv": "csv",
  ".tsv": "csv",
  ".json": "json",
  ".jsonl": "json",
  ".ndjson": "json",
  ".geojson": "json",
  ".html": "html",
  ".htm": "html",
  ".xhtml": "html",
  ".txt": "text",
  "text/markdown": "markdown",
  "text/csv": "csv",
  "text/tab-separated-values": "csv",
  "application/json": "json",
  "text/html": "html",
  "application/xhtml+xml": "html",
};

/**
 * What a file is, by its content; only among texts do name and declared type decide.
 * @throws ExtractionError `skipped` when there is nothing to read in it, naming what it is
 */
export async function sniff(file: NamedFile, limits: ExtractionLimits): Promise<FileKind> {
  const head = await readHead(file.path);
  if (head.length === 0) throw new ExtractionError("skipped", "The file is empty.");
  // The header may come late: readers look for it in the first kilobyte, and so do we.
  if (head.subarray(0, 1024).includes("%PDF-")) return "pdf";
  if (head.subarray(0, 2).toString("latin1") === "PK") return sniffZip(file.path, limits);
  if (head.subarray(0, 8).equals(oldOfficeHeader)) throw oldOffice(head, file.name);
  if (isRichText(head)) throw unsupported("a Rich Text or PostScript file");
  if (!isPlain(head)) {
    const type = await fileTypeFromBuffer(head);
    if (type) throw unsupported(`of type ${type.mime}`);
    if (isBinary(head)) throw unsupported("binary");
  }
  return sniffText(head, file);
}

async function readHead(path: string): Promise<Buffer> {
  const handle = await open(path);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(headBytes), 0, headBytes, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

async function sniffZip(path: string, limits: ExtractionLimits): Promise<FileKind> {
  await using zip = await Zip.open(path, limits);
  const found = markersOfParts.find(([part]) => zip.has(part));
  if (found) return found[1];
  if (zip.has("mimetype") && zip.has("content.xml")) {
    const declared = (await zip.text("mimetype")).trim().replace(/-template$/, "");
    const kind = (["odt", "ods", "odp"] as const).find((candidate) => mimes[candidate] === declared);
    if (kind) return kind;
  }
  throw unsupported("an archive; unpack it and upload what it holds");
}

function oldOffice(head: Buffer, name: string): ExtractionError {
  const holds = (stream: string) => head.includes(Buffer.from(stream, "utf16le"));
  // New formats with a password are kept inside the old container.
  if (holds("EncryptedPackage") || /\.(doc|xls|ppt)[xm]$/i.test(name)) {
    return new ExtractionError("skipped", "It is password protected.");
  }
  return unsupported("in an old binary Office format; save it as docx, xlsx or pptx");
}

function unsupported(what: string): ExtractionError {
  return new ExtractionError("skipped", `No text is read from it: it is ${what}.`);
}

function isRichText(head: Buffer): boolean {
  return /^(\{\\rtf|%!PS)/.test(head.toString("latin1", 0, 5));
}

function hasUtf16Mark(head: Buffer): boolean {
  return (head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff);
}

/** Whether it is beyond doubt text: many short signatures ("BM", "MZ") are words too. */
function isPlain(head: Buffer): boolean {
  return hasUtf16Mark(head) || (isUtf8(wholeCharacters(head)) && !isBinary(head));
}

function isBinary(head: Buffer): boolean {
  if (hasUtf16Mark(head)) return false;
  if (head.includes(0)) return true;
  const controls = head.reduce((count, byte) => count + Number(byte < 32 && !isSpace(byte)), 0);
  return controls > head.length / 100;
}

function isSpace(byte: number): boolean {
  return byte >= 9 && byte <= 13;
}

/** Bytes without a UTF-8 character cut off at their end. */
export function wholeCharacters(bytes: Buffer): Buffer {
  for (let back = 1; back <= Math.min(3, bytes.length); back += 1) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte < 0x80) return bytes;
    if (byte >= 0xc0) {
      const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
      return length > back ? bytes.subarray(0, bytes.length - back) : bytes;
    }
  }
  return bytes;
}

function sniffText(head: Buffer, { name, mime }: NamedFile): FileKind {
  const byName = textKinds[extname(name).toLowerCase()];
  if (byName) return byName;
  if (/^[\s\ufeff]*(<!doctype html|<html[\s>])/i.test(head.toString("utf8", 0, 1024))) return "html";
  return textKinds[mime.split(";")[0]?.trim().toLowerCase() ?? ""] ?? "text";
}
