import { blobFolder } from "#lib/storage/process-blobs.ts";
import type { Extraction } from "./extraction.ts";
import { createExtractor, type Extractor, type FileToExtract } from "./extractor.ts";

let extractor: Extractor | undefined;

/**
 * Reads the text of a file of the blob store, in this process's one child (see `extractor.ts`).
 * @param file.path from `BlobStore.path`
 * @throws ExtractionError with the outcome (`skipped` or `failed`) and the reason in a sentence
 */
export function extractFile(file: FileToExtract): Promise<Extraction> {
  extractor ??= createExtractor({ readable: [blobFolder()] });
  return extractor.extractFile(file);
}
