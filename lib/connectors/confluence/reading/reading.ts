import type { ExtractFile } from "#lib/sources/vendor/load-file.ts";
import type { BlobStore } from "#lib/storage/blobs.ts";
import type { Wiki } from "../wiki/wiki.ts";
import type { Inclusions } from "./inclusions.ts";
import type { QuickOptions } from "./recent.ts";

/** What reading items takes. */
export type Reading = {
  wiki: Wiki;
  includeAttachments: boolean;
  inclusions: Inclusions;
  blobs: BlobStore;
  extractFile: ExtractFile;
  now: () => Date;
  quick: QuickOptions;
};
