import { type Entry, openPromise, type ZipFile } from "yauzl";
import { ExtractionError, type ExtractionLimits } from "./extraction.ts";

/** A ZIP file that can't be made to inflate without end: parts are read one by one, counted as they inflate. */
export class Zip implements AsyncDisposable {
  readonly #file: ZipFile;
  readonly #entries: ReadonlyMap<string, Entry>;
  readonly #limits: ExtractionLimits;
  #inflated = 0;

  private constructor(file: ZipFile, entries: ReadonlyMap<string, Entry>, limits: ExtractionLimits) {
    this.#file = file;
    this.#entries = entries;
    this.#limits = limits;
  }

  /** @throws ExtractionError when it is broken, protected, or has too many parts */
  static async open(path: string, limits: ExtractionLimits): Promise<Zip> {
    const file = await openPromise(path, { autoClose: false, lazyEntries: true }).catch((cause: unknown) => {
      throw broken(cause);
    });
    try {
      return new Zip(file, await listEntries(file, limits), limits);
    } catch (error) {
      file.close();
      throw error;
    }
  }

  has(name: string): boolean {
    return this.#entries.has(name);
  }

  names(): string[] {
    return [...this.#entries.keys()];
  }

  /**
   * Inflates a part as a stream.
   * @throws ExtractionError while it is read, once it inflates beyond the limits
   */
  async *read(name: string): AsyncGenerator<Uint8Array> {
    const entry = this.#entries.get(name);
    if (!entry) throw new ExtractionError("failed", `The file is broken: its part “${name}” is missing.`);
    const ceiling = Math.max(this.#limits.ratioFreeBytes, entry.compressedSize * this.#limits.maxRatio);
    let size = 0;
    try {
      for await (const chunk of await this.#file.openReadStreamPromise(entry)) {
        const bytes: Uint8Array = chunk;
        size += bytes.byteLength;
        this.#inflated += bytes.byteLength;
        if (size > ceiling || this.#inflated > this.#limits.maxInflatedBytes) throw bomb();
        yield bytes;
      }
    } catch (cause) {
      throw cause instanceof ExtractionError ? cause : broken(cause);
    }
  }

  async text(name: string): Promise<string> {
    const chunks: Uint8Array[] = [];
    for await (const chunk of this.read(name)) chunks.push(chunk);
    return Buffer.concat(chunks).toString("utf8");
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#file.close();
  }
}

async function listEntries(file: ZipFile, limits: ExtractionLimits): Promise<Map<string, Entry>> {
  const entries = new Map<string, Entry>();
  if (file.entryCount > limits.maxEntries) throw tooManyParts(limits);
  try {
    for await (const entry of file.eachEntry()) {
      if (entry.isEncrypted()) throw new ExtractionError("skipped", "It is password protected.");
      entries.set(entry.fileName, entry);
      if (entries.size > limits.maxEntries) throw tooManyParts(limits);
    }
  } catch (cause) {
    throw cause instanceof ExtractionError ? cause : broken(cause);
  }
  return entries;
}

function tooManyParts({ maxEntries }: ExtractionLimits): ExtractionError {
  return new ExtractionError("failed", `It holds more than ${maxEntries} parts, the most that is read.`);
}

function bomb(): ExtractionError {
  return new ExtractionError(
    "failed",
    "It inflates to far more than its size (a “zip bomb”): it wasn't read.",
  );
}

function broken(cause: unknown): ExtractionError {
  const why = cause instanceof Error ? cause.message : String(cause);
  return new ExtractionError("failed", `The file is broken or incomplete: ${why}.`, { cause });
}
