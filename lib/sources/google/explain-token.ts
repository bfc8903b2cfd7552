import { z } from "zod";
import type { Explanation, VendorFailure } from "#lib/sources/vendor/vendor-error.ts";
import { driveScope, type GoogleAccount } from "./account.ts";

const tokenError = z.object({ error: z.string(), error_description: z.string().optional() });

/** Our name for a refusal that is about the person to act for, and nothing else. */
export const unknownPerson = "unknown_person";

/** What Google's token endpoint refuses, and what to do about it. */
export function explainToken(account: GoogleAccount, failure: VendorFailure): Explanation | undefined {
  const parsed = tokenError.safeParse(failure.body);
  if (!parsed.success || failure.status === 429 || failure.status >= 500) return undefined;
  const { error: reason, error_description: words = "" } = parsed.data;
  if (account.kind === "person") return { kind: "credentials", reason, message: ofPerson(reason, words) };
  if (isUnknownPerson(account, reason, words)) {
    const message = `Google knows no active account ${account.subject} in this key's domain. Correct the address; somebody who left can't be acted for.`;
    return { kind: "credentials", reason: unknownPerson, message };
  }
  return { kind: "credentials", reason, message: ofServiceAccount(account, reason, words) };
}

const badSignature = /signature/i;
const wrongTime = /short-lived|timeframe|\biat\b|\bexp\b/i;

/** Google says `invalid_grant` of the key, of the clock and of the person alike; its words tell which. */
function isUnknownPerson({ subject, email }: ServiceAccount, reason: string, words: string): boolean {
  if (reason !== "invalid_grant" || subject === undefined) return false;
  return !badSignature.test(words) && !wrongTime.test(words) && !words.includes(email);
}

type ServiceAccount = Extract<GoogleAccount, { kind: "service_account" }>;

function ofServiceAccount(account: ServiceAccount, reason: string, words: string): string {
  const { email, subject, clientId } = account;
  if (reason === "unauthorized_client" || reason === "access_denied") {
    const id = clientId === undefined ? "the key's client id" : `client id ${clientId}`;
    return `Google doesn't let this key act for ${subject ?? email} yet. In the Admin console under “Domain-wide delegation”, add ${id} with scope ${driveScope}; it can take some minutes.`;
  }
  if (reason === "invalid_grant" && badSignature.test(words)) {
    return `Google refuses the key of ${email}: it was deleted, or belongs to another account. Make a new key and replace this one.`;
  }
  if (reason === "invalid_grant" && wrongTime.test(words)) {
    return "Google says that the time is wrong: the clock of this server is off by minutes. Set it right and try again.";
  }
  if (reason === "invalid_grant" || reason === "disabled_client" || reason === "invalid_client") {
    return `Google doesn't know the service account ${email} any more, or it is switched off. Switch it on, or use another account's key.`;
  }
  return plain(reason, words);
}

function ofPerson(reason: string, words: string): string {
  if (reason === "invalid_grant") {
    return "The refresh token has expired, or the person withdrew their consent. Ask them to consent again and replace it. While the OAuth app is in testing, Google lets tokens expire after seven days.";
  }
  if (reason === "invalid_client" || reason === "deleted_client" || reason === "disabled_client") {
    return "Google doesn't know this client id with this client secret. Copy both again from the Google Cloud console.";
  }
  if (reason === "unauthorized_client") {
    return "The refresh token belongs to another client id. Use the client that the person consented to.";
  }
  return plain(reason, words);
}

function plain(reason: string, words: string): string {
  return `Google refuses to sign in: ${words || reason}.`;
}
