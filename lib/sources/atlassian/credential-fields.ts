import { z } from "zod";

const given = (message: string) => z.string({ error: message }).trim().min(1, message);

/** An account of Atlassian Cloud, or of a server that still takes passwords. */
export const apiToken = z
  .object({
    email: z.email({ error: "Enter the e-mail address of the account that the token belongs to." }).meta({
      title: "Account",
      description: "The e-mail address that the token belongs to. It reads what this account may read.",
      placeholder: "bot@example.com",
    }),
    api_token: given("Enter the API token.").meta({ title: "API token", secret: true }),
  })
  .meta({
    title: "E-mail and API token",
    description: "For Atlassian Cloud.",
    steps: [
      "Sign in to Atlassian as the account that shall read, and open id.atlassian.com/manage-profile/security/api-tokens.",
      "Choose “Create API token”, name it, and give it an end that you will remember.",
      "Copy the token at once: it is shown only once.",
    ],
  });

/** A token of a Data Center or Server installation. */
export const personalAccessToken = z
  .object({
    personal_access_token: given("Enter the personal access token.").meta({
      title: "Personal access token",
      description: "It reads what its owner may read.",
      secret: true,
    }),
  })
  .meta({
    title: "Personal access token",
    description: "For Data Center and Server.",
    steps: [
      "Sign in as the account that shall read, and open your profile.",
      "Choose “Personal Access Tokens”, then “Create token”.",
      "Copy the token at once: it is shown only once.",
    ],
  });
