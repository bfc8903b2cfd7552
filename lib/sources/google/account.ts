import { createHash, createPrivateKey, type KeyObject } from "node:crypto";
import { z } from "zod";
import { type JsonObject, SourceError } from "#lib/connectors/source.ts";

/** All that is asked of Google: to read. An administrator who delegates a domain must list exactly this. */
export const driveScope = "https://www.googleapis.com/auth/drive.readonly";

/** Who reads. `identity` tells accounts apart without holding a secret. */
export type GoogleAccount = { identity: string } & (
  | {
      kind: "service_account";
      email: string;
      /** What an administrator enters to let the key act for people. */
      clientId: string | undefined;
      keyId: string | undefined;
      privateKey: KeyObject;
      /** The person of the key's domain whose Drive is read. */
      subject: string | undefined;
    }
  | { kind: "person"; clientId: string; clientSecret: string; refreshToken: string }
);

const pasteKey = "Paste the whole JSON file that Google let you download when the key was made.";

const keyFile = z.looseObject({
  type: z.literal("service_account"),
  client_email: z.string().min(3),
  client_id: z.string().optional(),
  private_key_id: z.string().optional(),
  private_key: z.string().min(1),
  universe_domain: z.string().optional(),
});

const consent = z.object({
  client_id: z.string().min(1),
  client_secret: z.string().min(1),
  refresh_token: z.string().min(1),
});

/**
 * Reads who signs in from a connector's credentials: `{service_account}`, the key file as an object or as JSON text
 * (escaped twice, as some tools do), or `{client_id, client_secret, refresh_token}`. A `token_uri` in the key counts
 * for nothing: it would have the key's signature sent anywhere.
 *
 * @param subject the person to act for; only a service account can
 * @throws SourceError `credentials` that says what is missing or wrong
 */
export function readAccount(credentials: JsonObject | null, subject?: string): GoogleAccount {
  if (credentials?.service_account !== undefined) return serviceAccount(credentials.service_account, subject);
  const given = consent.safeParse(credentials);
  if (subject !== undefined) {
    throw refused(
      "Acting for a person needs the key of a service account with domain-wide delegation. Add the key file.",
    );
  }
  if (!given.success) {
    throw refused(
      "There are no credentials. Add the key file of a service account, or client id, client secret and refresh token.",
    );
  }
  const { client_id, client_secret, refresh_token } = given.data;
  return {
    kind: "person",
    identity: `person:${createHash("sha256").update(`${client_id} ${refresh_token}`).digest("hex").slice(0, 32)}`,
    clientId: client_id,
    clientSecret: client_secret,
    refreshToken: refresh_token,
  };
}

function serviceAccount(given: unknown, subject: string | undefined): GoogleAccount {
  const key = keyFile.safeParse(unescaped(given));
  if (!key.success) throw refused(`This isn't the key file of a service account. ${pasteKey}`);
  const { client_email, client_id, private_key_id, private_key, universe_domain } = key.data;
  if (universe_domain !== undefined && universe_domain !== "googleapis.com") {
    throw refused(`The key belongs to “${universe_domain}”, not to Google's public services.`);
  }
  return {
    kind: "service_account",
    identity: `service:${client_email}${subject === undefined ? "" : ` for ${subject}`}`,
    email: client_email,
    clientId: client_id,
    keyId: private_key_id,
    privateKey: privateKeyOf(private_key),
    subject,
  };
}

/** JSON inside JSON: tools that keep a key file in one setting escape it once more. */
function unescaped(given: unknown): unknown {
  let value = given;
  for (let depth = 0; depth < 2 && typeof value === "string"; depth++) {
    try {
      value = JSON.parse(value);
    } catch {
      return undefined;
    }
  }
  return value;
}

function privateKeyOf(pem: string): KeyObject {
  try {
    return createPrivateKey(pem.replaceAll("\\n", "\n"));
  } catch {
    throw refused(`The private key in the key file is damaged. ${pasteKey}`);
  }
}

function refused(message: string): SourceError {
  return new SourceError("credentials", message);
}

/** As whom Google is asked, as far as the credentials tell: what a folder is to be shared with. */
export function accountName(account: GoogleAccount): string | undefined {
  return account.kind === "service_account" ? (account.subject ?? account.email) : undefined;
}
