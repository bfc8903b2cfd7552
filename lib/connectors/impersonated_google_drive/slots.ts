import { z } from "zod";
import { driveFields, extractDriveIds } from "#lib/sources/google/slots.ts";

/** Settings of an impersonated_google_drive connector. Extra keys are kept. */
export const impersonatedGoogleDriveSlots = z
  .looseObject({
    ...driveFields,
    target_account: z.email("Enter the e-mail address of the person whose Drive is read.").meta({
      title: "Acts for",
      description: "The person whose Drive is read. Needs domain-wide delegation.",
      placeholder: "ana@example.com",
    }),
  })
  .transform(extractDriveIds);

export type ImpersonatedGoogleDriveSlots = z.output<typeof impersonatedGoogleDriveSlots>;
