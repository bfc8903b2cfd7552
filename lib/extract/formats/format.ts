import type { Extraction, ExtractionLimits } from "../extraction.ts";
import type { MarkdownOutput } from "../markdown-output.ts";
import type { FileKind } from "../sniff.ts";

export type FormatInput = {
  path: string;
  kind: FileKind;
  /** The declared type, for a text's charset. */
  mime: string;
  limits: ExtractionLimits;
  /** Where the text goes. */
  output: MarkdownOutput;
};

/** What a format tells besides its text. */
export type Facts = Partial<Omit<Extraction, "text" | "mime">>;

/** Reads one family of files: writes its text to `output`, returns what it says of itself. */
export type Format = (input: FormatInput) => Promise<Facts>;
