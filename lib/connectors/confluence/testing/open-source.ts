import type { JsonObject, Source } from "#lib/connectors/source.ts";
import { readFileText } from "#lib/extract/read-file.ts";
import { createGuardedFetch } from "#lib/net/fetch.ts";
import { confluenceSlots } from "../slots.ts";
import { type ConfluenceOptions, createConfluence } from "../source.ts";

export type StandInSite = { hosts: string[]; gateway?: { origin: string } };

/** The source, reading from stand-ins only. Close the fetch when done. */
export function openSource(site: StandInSite, options: Partial<ConfluenceOptions> = {}) {
  const fetch = createGuardedFetch({ allowPrivateHosts: site.hosts });
  const source = createConfluence({
    fetch: () => fetch,
    gateway: () => site.gateway?.origin ?? "http://127.0.0.9",
    credentials: () => undefined,
    extractFile: (file) => readFileText(file),
    ...options,
  });
  return { source: source as Source<never>, fetch };
}

/** Settings as they are stored. */
export function slotsOf(settings: JsonObject): JsonObject {
  return confluenceSlots.parse(settings) as JsonObject;
}
