/** What a file says. Everything is safe for PostgreSQL: no NUL, no half surrogate pairs. */
export type Extraction = {
  /** Markdown; every sheet and table as a Markdown table. */
  text: string;
  /** What the file is, judged by its content. */
  mime: string;
  title?: string;
  author?: string;
  /** BCP 47. */
  language?: string;
  createdAt?: Date;
  modifiedAt?: Date;
  /** Flat facts: `pages`, `sheets`, `slides`, `macros`, `truncated` when the text is longer than is kept. */
  metadata: Record<string, string | number | boolean>;
};

export type ExtractionLimits = {
  /** Characters of text kept. */
  maxCharacters: number;
  /** Bytes that a container may inflate to, all its parts together. */
  maxInflatedBytes: number;
  /** How many times its stored size a part may inflate to, beyond `ratioFreeBytes`. DEFLATE reaches 1029. */
  maxRatio: number;
  ratioFreeBytes: number;
  maxEntries: number;
  /** Levels of XML. */
  maxDepth: number;
};

export const defaultLimits: ExtractionLimits = {
  maxCharacters: 5_000_000,
  maxInflatedBytes: 256 * 1024 * 1024,
  maxRatio: 200,
  ratioFreeBytes: 16 * 1024 * 1024,
  maxEntries: 10_000,
  maxDepth: 256,
};

/**
 * Why a file gives no text; the message is a whole sentence for the run's page.
 * `skipped`: it never will, as it is (no text, unsupported, protected). `failed`: it is broken or hostile.
 */
export class ExtractionError extends Error {
  override readonly name = "ExtractionError";
  readonly outcome: "skipped" | "failed";

  constructor(outcome: "skipped" | "failed", message: string, options: { cause?: unknown } = {}) {
    super(message, { cause: options.cause });
    this.outcome = outcome;
  }
}
