import { databaseNow } from "#lib/clock.ts";
import type { Source, SourceContext } from "#lib/connectors/source.ts";
import { env } from "#lib/env.ts";
import { sharedFetch } from "#lib/net/shared-fetch.ts";
import { type AtlassianSourceOptions, siteOptionsOf } from "#lib/sources/atlassian/source-options.ts";
import { extractInChild } from "#lib/sources/vendor/load-file.ts";
import { checkConfluence } from "./check.ts";
import { previewConfluence } from "./preview.ts";
import { createInclusions } from "./reading/inclusions.ts";
import { readConfluence } from "./reading/read.ts";
import { defaultQuick, type QuickOptions } from "./reading/recent.ts";
import type { ConfluenceSlots } from "./slots.ts";
import { assertSeesSpaces, openWiki } from "./wiki/open-wiki.ts";

export type ConfluenceOptions = AtlassianSourceOptions & { quick?: QuickOptions };

/** Reads Confluence, Cloud or Data Center. It tells nothing of what was removed: complete listings do. */
export function createConfluence(options: ConfluenceOptions): Source<ConfluenceSlots> {
  const { extractFile = extractInChild, now = databaseNow, quick = defaultQuick } = options;
  const open = (context: Omit<SourceContext<ConfluenceSlots>, "connectorId">) =>
    openWiki(siteOptionsOf("Confluence", options, context));
  return {
    deletions: "listing",
    check: (context) => checkConfluence(context, () => open(context)),
    preview: (context) => previewConfluence(context, () => open(context)),
    read: async function* (context) {
      const { wiki, signedIn } = await open(context);
      assertSeesSpaces(signedIn);
      yield* readConfluence(context, {
        wiki,
        includeAttachments: context.slots.config.include_attachments,
        inclusions: createInclusions(wiki),
        blobs: context.blobs,
        extractFile,
        now,
        quick,
      });
    },
  };
}

export const confluence: Source<ConfluenceSlots> = createConfluence({
  fetch: sharedFetch,
  gateway: () => env().ATLASSIAN_API_ROOT,
  credentials: () => env().CONFLUENCE_CREDENTIALS,
});
