import type { JsonObject, Source, SourceContext } from "#lib/connectors/source.ts";
import { env } from "#lib/env.ts";
import type { GuardedFetch } from "#lib/net/fetch.ts";
import { sharedFetch } from "#lib/net/shared-fetch.ts";
import { readSignIn } from "#lib/sources/atlassian/sign-in.ts";
import { type ExtractFile, extractInChild } from "#lib/sources/vendor/load-file.ts";
import { checkJira } from "./check.ts";
import { asQueryError, openTracker } from "./open-tracker.ts";
import { previewJira } from "./preview.ts";
import { readJira } from "./read.ts";
import type { JiraSlots } from "./slots.ts";

export type JiraOptions = {
  fetch: () => GuardedFetch;
  /** Atlassian's gateway. */
  gateway: () => string;
  /** The deployment's credentials, for connectors without their own. */
  credentials: () => JsonObject | undefined;
  extractFile?: ExtractFile;
  now?: () => Date;
};

/** Reads Jira, Cloud or Data Center. It tells nothing of what was removed: complete listings do. */
export function createJira(options: JiraOptions): Source<JiraSlots> {
  const { extractFile = extractInChild } = options;
  const open = async ({ slots, credentials, signal }: Omit<SourceContext<JiraSlots>, "connectorId">) =>
    openTracker({
      baseUrl: slots.base_url,
      signIn: readSignIn("Jira", {
        own: credentials,
        deployments: options.credentials(),
        baseUrl: slots.base_url,
      }),
      fetch: options.fetch(),
      gateway: options.gateway(),
      signal,
      now: options.now,
    });
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
