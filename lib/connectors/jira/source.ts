import type { Source, SourceContext } from "#lib/connectors/source.ts";
import { env } from "#lib/env.ts";
import { sharedFetch } from "#lib/net/shared-fetch.ts";
import { type AtlassianSourceOptions, siteOptionsOf } from "#lib/sources/atlassian/source-options.ts";
import { extractInChild } from "#lib/sources/vendor/load-file.ts";
import { checkJira } from "./check.ts";
import { asQueryError, openTracker } from "./open-tracker.ts";
import { previewJira } from "./preview.ts";
import { readJira } from "./read.ts";
import type { JiraSlots } from "./slots.ts";

/** Reads Jira, Cloud or Data Center. It tells nothing of what was removed: complete listings do. */
export function createJira(options: AtlassianSourceOptions): Source<JiraSlots> {
  const { extractFile = extractInChild } = options;
  const open = async (context: Omit<SourceContext<JiraSlots>, "connectorId">) =>
    openTracker(siteOptionsOf("Jira", options, context));
  return {
    deletions: "listing",
    check: (context) => checkJira(context.slots, () => open(context)),
    preview: async function* (context) {
      const { tracker } = await open(context);
      yield* previewJira(context, tracker);
    },
    read: async function* (context) {
      try {
        const { tracker } = await open(context);
        yield* readJira(context, { tracker, extractFile });
      } catch (error) {
        throw asQueryError(error);
      }
    },
  };
}

export const jira: Source<JiraSlots> = createJira({
  fetch: sharedFetch,
  gateway: () => env().ATLASSIAN_API_ROOT,
  credentials: () => env().JIRA_CREDENTIALS,
});
