import { join } from "node:path";
import { env } from "#lib/env.ts";
import type { BlobStore } from "./blobs.ts";
import { localBlobs } from "./local-blobs.ts";

let store: BlobStore | undefined;

/** The folder of the local blob store. */
export function blobFolder(): string {
  return join(env().DATA_DIR, "blobs");
}

/** The blob store of this process. */
export function blobs(): BlobStore {
  store ??= localBlobs(blobFolder());
  return store;
}
