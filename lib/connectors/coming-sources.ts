import { type Source, SourceError } from "./source.ts";

/** A type that can be configured, scheduled and kept, but that this release doesn't read yet. */
export function comingSource(vendor: string): Source<unknown> {
  const message = `Reading ${vendor} comes with the next release; the connector and its schedule are kept.`;
  return {
    deletions: "tombstones",
    check: async () => [{ stage: "reachable", ok: false, message }],
    preview: async function* () {
      yield { note: message };
    },
    // biome-ignore lint/correctness/useYield: it says why there is nothing to yield
    read: async function* () {
      throw new SourceError("misconfigured", message);
    },
  };
}
