import type { JsonObject, Source } from "#lib/connectors/source.ts";
import type { VendorServer } from "#lib/sources/vendor/testing/vendor-server.ts";

/** A vendor's stand-in with many items, for `bench/sources.ts`. */
export type SourceBench = {
  source: Source<never>;
  slots: JsonObject;
  credentials: JsonObject;
  /** All that is asked during a run. */
  servers: VendorServer[];
  /** What people do between two runs, by its name; a run follows each. */
  edits: Record<string, () => void>;
  [Symbol.asyncDispose]: () => Promise<void>;
};
