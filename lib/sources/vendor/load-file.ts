import type { ItemContent } from "#lib/connectors/source.ts";
import { AppError } from "#lib/errors.ts";
import { type Extraction, ExtractionError } from "#lib/extract/extraction.ts";
import type { Extractor } from "#lib/extract/extractor.ts";
import type { FetchResponse } from "#lib/net/fetch.ts";
import { FetchError } from "#lib/net/fetch-error.ts";
import type { BlobStore } from "#lib/storage/blobs.ts";
import type { Loaded } from "./read-entries.ts";

/** Bytes of a file that is read; larger ones are skipped before they are downloaded, where the listing tells. */
export const maxFileBytes = 100 * 1024 * 1024;
/** For the bytes of one file. */
export const fileTimeoutMs = 300_000;

export type ExtractFile = Extractor["extractFile"];

/** Loaded with the first file: web processes, which check and preview, extract nothing. */
export const extractInChild: ExtractFile = async (file) =>
  (await import("#lib/extract/extract-file.ts")).extractFile(file);

export type FileFacts = Pick<
  ItemContent,
  "fileOwner" | "author" | "createdAt" | "modifiedAt" | "metadata"
> & {
  name: string;
  /** As the vendor says; what counts is what the bytes are. */
  mime: string;
};

const tooLarge = `Too large: files up to ${maxFileBytes / 1024 / 1024} MB are read.`;

/** The reason for a file that is too large to be read, if it is. */
export function tooLargeReason(sizeBytes: number | undefined): string | undefined {
  return sizeBytes !== undefined && sizeBytes > maxFileBytes ? tooLarge : undefined;
}

/** Why a file isn't worth its download, by what the vendor says of it. */
export function fileSkipReason(mime: string | null | undefined, sizeBytes?: number): string | undefined {
  if (/^(image|video|audio)\//.test(mime ?? "")) return `No text is read from it: it is of type ${mime}.`;
  return tooLargeReason(sizeBytes);
}

/**
 * Keeps a file's bytes and reads its text. What the vendor says of the file counts before what the file says of itself.
 * @param answer as `VendorClient.open` gave it
 */
export async function loadFile(
  answer: FetchResponse,
  facts: FileFacts,
  tools: { blobs: BlobStore; extractFile: ExtractFile; signal: AbortSignal },
): Promise<Loaded> {
  const { blobs, extractFile, signal } = tools;
  answer.extendTime(fileTimeoutMs);
  try {
    const original = await blobs.put(answer.body, { maxBytes: maxFileBytes });
    const path = await blobs.path(original.sha256);
    const file = await extractFile({ path, name: facts.name, mime: facts.mime, signal });
    return { kind: "content", content: contentOf(file, facts, original) };
  } catch (error) {
    signal.throwIfAborted();
    const isTooLarge = error instanceof AppError || error instanceof FetchError;
    if (isTooLarge && error.kind === "too_large") return { kind: "skipped", reason: tooLarge };
    if (!(error instanceof ExtractionError)) throw error;
    return error.outcome === "skipped"
      ? { kind: "skipped", reason: error.message }
      : { kind: "failed", error: error.message };
  }
}

function contentOf(
  file: Extraction,
  facts: FileFacts,
  original: { sha256: string; sizeBytes: number },
): ItemContent {
  const { title, metadata, ...said } = file;
  return {
    text: said.text,
    mime: said.mime,
    language: said.language,
    original,
    fileOwner: facts.fileOwner,
    author: facts.author ?? said.author,
    createdAt: facts.createdAt ?? said.createdAt,
    modifiedAt: facts.modifiedAt ?? said.modifiedAt,
    // With the hash, other bytes that say the same are a change too, and the document gets its new original.
    metadata: {
      ...metadata,
      ...(title === undefined ? {} : { title }),
      ...facts.metadata,
      sha256: original.sha256,
    },
  };
}
