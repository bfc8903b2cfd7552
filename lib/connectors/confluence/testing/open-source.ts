import type { JsonObject, Source } from "#lib/connectors/source.ts";
import { readFileText } from "#lib/extract/read-file.ts";
import { createGuardedFetch } from "#lib/net/fetch.ts";
import { confluenceSlots } from "../slots.ts";
import { createConfluence } from "../source.ts";

export type StandInSite = { hosts: string[]; gateway?: { origin: string } };

/** The source, reading from stand-ins only. Close the fetch when done. */
export function openSource(site: StandInSite, credentials?: JsonObject) {
  const fetch = createGuardedFetch({ allowPrivateHosts: site.hosts });
  const source = createConfluence({
    fetch: () => fetch,
    gateway: () => site.gateway?.origin ?? "http://127.0.0.9",
    credentials: () => credentials,
    extractFile: (file) => readFileText(file),
  });
  return { source: source as Source<never>, fetch };
}

/** Settings as they are stored. */
export function slotsOf(settings: JsonObject): JsonObject {
  return confluenceSlots.parse(settings) as JsonObject;
}
