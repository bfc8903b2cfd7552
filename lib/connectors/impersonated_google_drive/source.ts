import type { Source } from "#lib/connectors/source.ts";
import { env } from "#lib/env.ts";
import { sharedFetch } from "#lib/net/shared-fetch.ts";
import { createDriveSource, type GoogleSetup } from "#lib/sources/google/create-drive-source.ts";
import type { ImpersonatedGoogleDriveSlots } from "./slots.ts";

/** Reads a person's Drive, through a service account that their domain lets act for them. */
export function createImpersonatedGoogleDrive(setup: GoogleSetup): Source<ImpersonatedGoogleDriveSlots> {
  return createDriveSource(setup, ({ target_account }) => target_account);
}

export const impersonatedGoogleDrive: Source<ImpersonatedGoogleDriveSlots> = createImpersonatedGoogleDrive({
  fetch: sharedFetch,
  settings: env,
});
