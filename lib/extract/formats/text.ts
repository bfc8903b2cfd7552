import { open } from "node:fs/promises";
import { decodeText } from "../html-charset.ts";
import { readHtmlPage } from "../html-to-markdown.ts";
import type { MarkdownOutput } from "../markdown-output.ts";
import { fence } from "../markdown-text.ts";
import { wholeCharacters } from "../sniff.ts";
import { writeRows } from "../write-rows.ts";
import { parseCsv } from "./csv.ts";
import type { Facts, FormatInput } from "./format.ts";

/** Characters of UTF-8 take four bytes at most; HTML is mostly markup. */
const bytesPerCharacter = 4;

/** Reads plain text, Markdown, CSV, JSON and HTML. */
export async function readText({ path, kind, mime, limits, output }: FormatInput): Promise<Facts> {
  const { bytes, isWhole } = await readStart(path, limits.maxCharacters * bytesPerCharacter);
  const text = decodeText(bytes, mime);
  const facts = write(kind, text, output);
  if (!isWhole) output.markTruncated();
  return facts;
}

function write(kind: FormatInput["kind"], text: string, output: MarkdownOutput): Facts {
  switch (kind) {
    case "html":
      return writeHtml(text, output);
    case "csv":
      output.push(writeRows(parseCsv(text)));
      return {};
    case "json":
      if (text.trim() !== "") output.push(fence(text.trim(), "json"));
      return {};
    case "markdown":
      output.push(text);
      return { title: /^#\s+(.+?)\s*#*\s*$/m.exec(text)?.[1] };
    default:
      output.push(text);
      return {};
  }
}

function writeHtml(html: string, output: MarkdownOutput): Facts {
  // A file has no address: links relative to it lead nowhere and become plain text.
  const page = readHtmlPage(html, "");
  output.push(page.text);
  if (page.truncated) output.markTruncated();
  const { title, author, language, createdAt, modifiedAt, description } = page;
  return { title, author, language, createdAt, modifiedAt, metadata: description ? { description } : {} };
}

async function readStart(path: string, maxBytes: number): Promise<{ bytes: Buffer; isWhole: boolean }> {
  const handle = await open(path);
  try {
    const { size } = await handle.stat();
    const bytes = Buffer.alloc(Math.min(size, maxBytes));
    const { bytesRead } = await handle.read(bytes, 0, bytes.length, 0);
    const isWhole = size <= maxBytes;
    const read = bytes.subarray(0, bytesRead);
    return { bytes: isWhole ? read : wholeCharacters(read), isWhole };
  } finally {
    await handle.close();
  }
}
