import type { Source } from "#lib/connectors/source.ts";
import { env } from "#lib/env.ts";
import { sharedFetch } from "#lib/net/shared-fetch.ts";
import { createDriveSource, type GoogleSetup } from "#lib/sources/google/create-drive-source.ts";
import type { GoogleDriveSlots } from "./slots.ts";

/** Reads a Drive as the account whose credentials it has. */
export function createGoogleDrive(setup: GoogleSetup): Source<GoogleDriveSlots> {
  return createDriveSource(setup, () => undefined);
}

export const googleDrive: Source<GoogleDriveSlots> = createGoogleDrive({ fetch: sharedFetch, settings: env });
