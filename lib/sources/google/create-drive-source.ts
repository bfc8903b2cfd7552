import { databaseNow } from "#lib/clock.ts";
import type { JsonObject, Source, SourceContext } from "#lib/connectors/source.ts";
import type { GuardedFetch } from "#lib/net/fetch.ts";
import { type ExtractFile, extractInChild } from "#lib/sources/vendor/load-file.ts";
import { type GoogleAccount, readAccount } from "./account.ts";
import { checkDrive } from "./check.ts";
import { createDriveClient, type DriveClient, resourceKeysOf } from "./drive-client.ts";
import { previewDrive } from "./preview.ts";
import { readDrive } from "./read-drive.ts";
import { createGoogleTokens, type GoogleTokens } from "./tokens.ts";
import type { DriveScope } from "./walk.ts";

/** What a Drive source needs from its process. */
export type GoogleSetup = {
  fetch: () => GuardedFetch;
  settings: () => {
    GOOGLE_API_ROOT: string;
    GOOGLE_TOKEN_URL: string;
    GOOGLE_CREDENTIALS?: JsonObject | undefined;
  };
  now?: () => Date;
  extractFile?: ExtractFile;
};

type DriveSlots = { root_file_id: string; root_item_ids: string[]; resource_keys?: unknown };
type Context = Pick<SourceContext<unknown>, "credentials" | "signal">;

/**
 * A reader of Google Drive. Drive tells itself what is gone, and a complete listing what is missing.
 * @param subjectOf the person whose Drive is read, for types that act for one
 */
export function createDriveSource<Slots extends DriveSlots>(
  setup: GoogleSetup,
  subjectOf: (slots: Slots) => string | undefined,
): Source<Slots> {
  const { fetch, settings, now = databaseNow, extractFile = extractInChild } = setup;
  let tokens: GoogleTokens | undefined;
  const accountOf = ({ credentials }: Context, slots: Slots): GoogleAccount =>
    readAccount(credentials ?? settings().GOOGLE_CREDENTIALS ?? null, subjectOf(slots));
  const connect = (account: GoogleAccount, { signal }: Context, slots: Slots): DriveClient => {
    tokens ??= createGoogleTokens(settings().GOOGLE_TOKEN_URL, now);
    const apiRoot = settings().GOOGLE_API_ROOT;
    const resourceKeys = resourceKeysOf(slots);
    return createDriveClient({ fetch: fetch(), apiRoot, tokens, account, signal, now, resourceKeys });
  };
  const open = (context: Context & { slots: Slots }) => {
    const account = accountOf(context, context.slots);
    return { account, drive: connect(account, context, context.slots), scope: scopeOf(context.slots) };
  };
  return {
    deletions: "listing",
    check: (context) =>
      checkDrive({
        account: () => accountOf(context, context.slots),
        drive: (account) => connect(account, context, context.slots),
        scope: scopeOf(context.slots),
      }),
    preview: async function* (context) {
      yield* previewDrive({ ...open(context), limit: context.limit });
    },
    read: async function* (context) {
      yield* readDrive({ ...open(context), read: context, extractFile, now });
    },
  };
}

function scopeOf({ root_file_id, root_item_ids }: DriveSlots): DriveScope {
  return { rootId: root_file_id, itemIds: [...new Set(root_item_ids)] };
}
