import type { JsonObject, Source } from "#lib/connectors/source.ts";
import { readFileText } from "#lib/extract/read-file.ts";
import { createGuardedFetch } from "#lib/net/fetch.ts";
import { jiraSlots } from "../slots.ts";
import { createJira } from "../source.ts";
import type { JiraStandIn } from "./stand-in.ts";

/** The source, reading from a stand-in only. Close the fetch when done. */
export function openSource(standIn: JiraStandIn) {
  const fetch = createGuardedFetch({ allowPrivateHosts: [standIn.server.host] });
  const source = createJira({
    fetch: () => fetch,
    gateway: () => "http://127.0.0.9",
    credentials: () => undefined,
    extractFile: (file) => readFileText(file),
  });
  return { source: source as Source<never>, fetch };
}

/** Settings as they are stored. */
export function slotsOf(standIn: JiraStandIn, settings: JsonObject): JsonObject {
  return jiraSlots.parse({ base_url: standIn.root, ...settings }) as JsonObject;
}
