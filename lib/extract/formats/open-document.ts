import { ExtractionError } from "../extraction.ts";
import { readXml } from "../xml.ts";
import { Zip } from "../zip.ts";
import type { Facts, FormatInput } from "./format.ts";
import { openDocumentFacts } from "./office-facts.ts";
import { OpenDocumentReader } from "./open-document-reader.ts";

/** Reads OpenDocument texts, sheets and slides: headings, lists, tables, notes; no deleted text, no comments. */
export async function readOpenDocument({ path, kind, limits, output }: FormatInput): Promise<Facts> {
  await using zip = await Zip.open(path, limits);
  if (zip.has("META-INF/manifest.xml")) {
    await readXml(zip.read("META-INF/manifest.xml"), limits, {
      open: (name) => {
        if (name === "encryption-data") throw new ExtractionError("skipped", "It is password protected.");
      },
    });
  }
  const reader = new OpenDocumentReader(output, { namesTables: kind === "ods" });
  await readXml(zip.read("content.xml"), limits, reader.handlers);
  const facts = await openDocumentFacts(zip, limits);
  if (kind === "ods") return { ...facts, metadata: { sheets: reader.tables } };
  return kind === "odp" ? { ...facts, metadata: { slides: reader.pages } } : facts;
}
