import type { z } from "zod";
import { apiToken, personalAccessToken } from "#lib/sources/atlassian/credential-fields.ts";
import { delegatedAccount, refreshToken, serviceAccount } from "#lib/sources/google/credential-fields.ts";
import { application } from "#lib/sources/graph/credential-fields.ts";
import { headers, password } from "#lib/sources/web/credential-fields.ts";
import type { ConnectorType } from "./slots.ts";

/** The ways to sign in to each type's source, by name; the most usual first. Client-safe. */
export const credentialMethods: Record<ConnectorType, Record<string, z.ZodObject>> = {
  google_drive: { service_account: serviceAccount, refresh_token: refreshToken },
  impersonated_google_drive: { service_account: delegatedAccount },
  web_scraper: { password, headers },
  upload: {},
  confluence: { api_token: apiToken, personal_access_token: personalAccessToken },
  jira: { api_token: apiToken, personal_access_token: personalAccessToken },
  sharepoint: { application },
  onedrive: { application },
};
