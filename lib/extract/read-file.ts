import { cleanText } from "./clean-text.ts";
import { defaultLimits, type Extraction, ExtractionError, type ExtractionLimits } from "./extraction.ts";
import type { Facts, Format } from "./formats/format.ts";
import { MarkdownOutput } from "./markdown-output.ts";
import { type FileKind, mimes, type NamedFile, sniff } from "./sniff.ts";

/** Loaded when first met: a worker that reads no PDF never pays for its reader. */
const formats: Record<FileKind, () => Promise<Format>> = {
  pdf: async () => (await import("./formats/pdf.ts")).readPdf,
  docx: async () => (await import("./formats/docx.ts")).readDocx,
  pptx: async () => (await import("./formats/pptx.ts")).readPptx,
  xlsx: async () => (await import("./formats/xlsx.ts")).readXlsx,
  odt: async () => (await import("./formats/open-document.ts")).readOpenDocument,
  ods: async () => (await import("./formats/open-document.ts")).readOpenDocument,
  odp: async () => (await import("./formats/open-document.ts")).readOpenDocument,
  html: readTexts,
  csv: readTexts,
  json: readTexts,
  markdown: readTexts,
  text: readTexts,
};

async function readTexts(): Promise<Format> {
  return (await import("./formats/text.ts")).readText;
}

/**
 * Reads a file in this process: for the child of `extractor.ts`, which alone is limited in time and memory.
 * @throws ExtractionError with the reason why there is no text
 */
export async function readFileText(
  file: NamedFile,
  limits: ExtractionLimits = defaultLimits,
): Promise<Extraction> {
  const kind = await sniff(file, limits);
  const output = new MarkdownOutput(limits.maxCharacters);
  const read = await formats[kind]();
  const facts = await read({ path: file.path, kind, mime: file.mime, limits, output });
  if (output.isEmpty) throw new ExtractionError("skipped", "No text: there is nothing to read in it.");
  const metadata = { ...clean(facts.metadata ?? {}), ...(output.isFull ? { truncated: true } : {}) };
  return { ...cleanFacts(facts), text: output.toString(), mime: mimes[kind], metadata };
}

function cleanFacts({ title, author, language, createdAt, modifiedAt }: Facts): Facts {
  return { title: line(title), author: line(author), language: tag(language), createdAt, modifiedAt };
}

function line(text: string | undefined): string | undefined {
  return (
    cleanText(text ?? "")
      .replace(/\s+/g, " ")
      .trim()
      .slice(0, 1000)
      .toWellFormed() || undefined
  );
}

function tag(language: string | undefined): string | undefined {
  try {
    return Intl.getCanonicalLocales(language?.trim() || [])[0];
  } catch {
    return undefined;
  }
}

function clean(metadata: Extraction["metadata"]): Extraction["metadata"] {
  return Object.fromEntries(
    Object.entries(metadata).map(([key, value]) => [
      key,
      typeof value === "string" ? cleanText(value).slice(0, 10_000).toWellFormed() : value,
    ]),
  );
}
