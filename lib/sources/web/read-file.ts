import { createHash } from "node:crypto";
import { ExtractionError } from "#lib/extract/extraction.ts";
import type { Extractor } from "#lib/extract/extractor.ts";
import type { FetchResponse } from "#lib/net/fetch.ts";
import type { BlobStore } from "#lib/storage/blobs.ts";
import { mimeOf } from "./content-type.ts";
import { type ReadFile, type Visit, validators } from "./visit.ts";

/** Reads the text of a stored file. */
export type ExtractFile = Extractor["extractFile"];

const fileTimeoutMs = 300_000;

type Storing = { blobs: BlobStore; extractFile: ExtractFile; signal: AbortSignal };

/** Stores a file and reads its text. */
export function storingReader({ blobs, extractFile, signal }: Storing): ReadFile {
  return async (answer, known) => {
    const mime = mimeOf(answer.headers["content-type"]);
    const name = fileName(answer.url);
    answer.extendTime(fileTimeoutMs);
    const blob = await blobs.put(answer.body);
    const bodyHash = Buffer.from(blob.sha256, "hex");
    if (known?.equals(bodyHash)) return { kind: "unchanged" };
    try {
      const path = await blobs.path(blob.sha256);
      const file = await extractFile({ path, mime, name, signal });
      const { text, author, language, createdAt, modifiedAt, metadata } = file;
      const facts = { title: file.title ?? name, mime: file.mime, author, language, createdAt, modifiedAt };
      const original = { blob, length: 0 };
      const finding = { ...facts, text, metadata, original, ...validators(answer, bodyHash) };
      return { kind: "found", finding, page: undefined, robotsTag: robotsTag(answer) };
    } catch (error) {
      if (signal.aborted || !(error instanceof ExtractionError)) throw error;
      if (error.outcome === "skipped") return { kind: "skipped", reason: error.message };
      return { kind: "failed", error: error.message, isOutage: false };
    }
  };
}

/**
 * Says of a file what its answer's headers tell: it is neither kept nor read. Its address stands for its text, so that no
 * two files seem the same.
 */
export async function peekFile(answer: FetchResponse): Promise<Visit> {
  // The first piece shows that it is there and that it isn't declared too large; the rest is cut off.
  for await (const _piece of answer.body) break;
  const { url, headers } = answer;
  const declared = headers["content-encoding"] === undefined ? Number(headers["content-length"]) : 0;
  const blob = { sha256: "", sizeBytes: declared || 0 };
  const finding = {
    title: fileName(url),
    text: url,
    mime: mimeOf(headers["content-type"]),
    author: undefined,
    language: undefined,
    createdAt: undefined,
    modifiedAt: undefined,
    metadata: {},
    original: { blob, length: 0 },
    ...validators(answer, createHash("sha256").update(url).digest()),
  };
  return { kind: "found", finding, page: undefined, robotsTag: robotsTag(answer) };
}

function robotsTag({ headers }: FetchResponse): string {
  return headers["x-robots-tag"]?.toLowerCase() ?? "";
}

function fileName(url: string): string {
  const last = new URL(url).pathname.split("/").pop() ?? "";
  try {
    return decodeURIComponent(last) || "file";
  } catch {
    return last;
  }
}
