import type { Source } from "#lib/connectors/source.ts";
import { env } from "#lib/env.ts";
import { sharedFetch } from "#lib/net/shared-fetch.ts";
import { type ExtractFile, extractInChild } from "#lib/sources/vendor/load-file.ts";
import { politely } from "#lib/sources/vendor/polite.ts";
import { checkMicrosoft } from "./check.ts";
import { type MicrosoftSettings, openClient } from "./open-client.ts";
import { previewMicrosoft } from "./preview.ts";
import { readMicrosoft } from "./read.ts";

/** Requests at a time over all runs of a tenant: its budget is some 20 a second at least. */
const concurrency = 6;

const processSettings: MicrosoftSettings = {
  fetch: sharedFetch,
  roots: () => ({ graphRoot: env().GRAPH_ROOT, loginRoot: env().MICROSOFT_LOGIN_ROOT }),
  deployment: () => env().MICROSOFT_CREDENTIALS,
};

/** Reads SharePoint and OneDrive, which are one to Microsoft Graph. */
export function createMicrosoftSource(
  settings: MicrosoftSettings = processSettings,
  extractFile: ExtractFile = extractInChild,
): Source<{ urls: string[] }> {
  return {
    deletions: "listing",
    check: (context) => checkMicrosoft(context, settings),
    preview: (context) => previewMicrosoft(context, settings),
    read: async function* (context) {
      const { client, credentials, roots } = openClient(settings, context);
      const host = `${new URL(roots.graphRoot).host} ${credentials.tenant_id}`;
      yield* politely(
        context,
        client,
        { host, concurrency },
        readMicrosoft(context, { client, extractFile }),
      );
    },
  };
}
