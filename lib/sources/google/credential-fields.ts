import { z } from "zod";

const notAKey =
  "This isn't the key file of a service account. Paste the whole JSON file that Google let you download.";

const keyFile = z.looseObject(
  {
    type: z.literal("service_account", { error: notAKey }),
    client_email: z.email({ error: notAKey }),
    private_key: z.string({ error: notAKey }).includes("PRIVATE KEY", { error: notAKey }),
  },
  { error: notAKey },
);

const keySteps = [
  "Open console.cloud.google.com, choose a project, and switch the Google Drive API on.",
  "Under “IAM & Admin”, “Service Accounts”, create an account. It needs no role.",
  "Open it, then “Keys”, “Add key”, “Create new key”, “JSON”. The file is downloaded once.",
] as const;

/** The key of a service account that folders are shared with. */
export const serviceAccount = z
  .object({
    service_account: keyFile.meta({
      title: "Key file",
      description: "Share the folder with the account of this key; reading is enough.",
      widget: "service_account",
      secret: true,
    }),
  })
  .meta({
    title: "Service account key",
    description: "An account of its own that you share folders with. Nobody's password is needed.",
    steps: [...keySteps, "Share the folder in Google Drive with the account's e-mail address, as a viewer."],
  });

/** The key of a service account that acts for a person of its domain. */
export const delegatedAccount = z
  .object({
    service_account: keyFile.meta({
      title: "Key file",
      description: "An administrator of your domain lets this account act for people.",
      widget: "service_account",
      secret: true,
      scope: "https://www.googleapis.com/auth/drive.readonly",
    }),
  })
  .meta({
    title: "Service account key",
    description: "With domain-wide delegation, so that it may act for the person above.",
    steps: [
      ...keySteps,
      "In admin.google.com under “Security”, “API controls”, “Domain-wide delegation”, add the key's client id with the scope shown here. It can take some minutes.",
    ],
  });

const given = (message: string) => z.string({ error: message }).trim().min(1, message);

/** A client of Google's OAuth with a person's consent. */
export const refreshToken = z
  .object({
    client_id: given("Enter the client id.").meta({
      title: "Client id",
      placeholder: "123-abc.apps.googleusercontent.com",
    }),
    client_secret: given("Enter the client secret.").meta({ title: "Client secret", secret: true }),
    refresh_token: given("Enter the refresh token.").meta({
      title: "Refresh token",
      description: "It reads what the person who consented may read.",
      secret: true,
    }),
  })
  .meta({
    title: "OAuth refresh token",
    description: "Reads as the person who gave their consent.",
    steps: [
      "In console.cloud.google.com under “APIs & Services”, “Credentials”, create an OAuth client id of type “Web application”.",
      "Let it ask a person for the scope …/auth/drive.readonly with access_type=offline, for example at developers.google.com/oauthplayground with your own client.",
      "Exchange the code for tokens; the refresh token is shown once.",
    ],
  });
