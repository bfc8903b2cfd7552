import { readFile } from "node:fs/promises";
import mammoth from "mammoth";
import { ExtractionError } from "../extraction.ts";
import { htmlToMarkdown } from "../html-to-markdown.ts";
import { readXml } from "../xml.ts";
import { Zip } from "../zip.ts";
import type { Facts, FormatInput } from "./format.ts";
import { coreFacts } from "./office-facts.ts";

/** Styles that mammoth doesn't know by itself. */
const styleMap = ["p[style-name='Title'] => h1:fresh", "p[style-name='Subtitle'] => p:fresh"];

/** Reads a Word document: headings, lists, tables, links, notes; no images, no deleted text, no macros. */
export async function readDocx({ path, limits, output }: FormatInput): Promise<Facts> {
  await using zip = await Zip.open(path, limits);
  // mammoth inflates and parses without limits of its own: what it will read passes ours first.
  for (const name of zip.names().filter((part) => /\.(xml|rels)$/i.test(part))) {
    await readXml(zip.read(name), limits, {});
  }
  output.push(htmlToMarkdown(await toHtml(path)));
  return coreFacts(zip, limits);
}

async function toHtml(path: string): Promise<string> {
  try {
    const { value } = await mammoth.convertToHtml(
      { buffer: await readFile(path) },
      {
        styleMap,
        externalFileAccess: false,
        convertImage: mammoth.images.imgElement(async () => ({ src: "" })),
      },
    );
    return value;
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new ExtractionError("failed", `The document is broken: ${why}.`, { cause });
  }
}
