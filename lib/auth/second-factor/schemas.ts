import { z } from "zod";

export const passwordGivenSchema = z.strictObject({
  current_password: z.string("Give your current password.").max(1024, "This isn't your current password."),
});

export const setupSchema = z.object({
  secret: z.string().meta({ description: "Base32, for an authenticator app that takes no QR code" }),
  uri: z.string().meta({ description: "`otpauth://totp/…`, what the QR code says" }),
  setup: z.string().meta({ description: "Sent back with the first code, within 15 minutes" }),
});

export type PresentedSetup = z.output<typeof setupSchema>;

export const turnOnSchema = z.strictObject({
  setup: z.string("Send back the setup that you were given.").max(1000, "This isn't a setup."),
  code: z
    .string("Enter the six digits that the app shows.")
    .regex(/^\s*\d{3}\s?\d{3}\s*$/, "Enter the six digits that the app shows."),
});

export const recoveryCodesSchema = z.object({
  recovery_codes: z
    .array(z.string())
    .meta({ description: "Each signs in once in place of a code. Shown this once" }),
});
