import { z } from "zod";
import { driveFields, extractDriveIds } from "#lib/sources/google/slots.ts";

/** Settings of a google_drive connector. Extra keys are kept. */
export const googleDriveSlots = z.looseObject(driveFields).transform(extractDriveIds);

export type GoogleDriveSlots = z.output<typeof googleDriveSlots>;
