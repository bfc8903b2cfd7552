import type { Explanation, VendorFailure } from "#lib/sources/vendor/vendor-error.ts";

/**
 * What an Atlassian error answer means, in words that say which permission or setting is missing. Facts:
 * developer.atlassian.com/cloud/confluence/rate-limiting, and the headers that Seraph, the sign-in of Data Center, sets.
 * @param vendor as people call it: “Jira”
 */
export function explainAtlassian(vendor: string): (failure: VendorFailure) => Explanation | undefined {
  return (failure) => {
    const said = wordsOf(failure.body);
    const words = said ? ` It says: “${said}”` : "";
    switch (failure.status) {
      case 401:
        return explainRefused(vendor, said, failure);
      case 403:
        return isLockedOut(failure)
          ? {
              kind: "credentials",
              reason: "captcha",
              message: `${vendor} wants a captcha solved after failed sign-ins: sign in once in a browser as this account, then try again.`,
            }
          : { message: `${vendor} doesn't let this account do that (403).${words}` };
      case 404:
        return { message: `${vendor} has nothing there, or doesn't show it to this account (404).${words}` };
      case 429:
        return {
          message: `${vendor} asks to come back later.`,
          retryAt: resetOf(failure),
          ...limitOf(failure),
        };
      default:
        return failure.status < 400 ? explainRedirect(vendor, failure) : plain(vendor, failure, words);
    }
  };
}

function plain(vendor: string, { status }: VendorFailure, words: string): Explanation | undefined {
  return words ? { message: `${vendor} answered ${status}.${words}` } : undefined;
}

function explainRefused(vendor: string, said: string | undefined, failure: VendorFailure): Explanation {
  if (/scope/i.test(said ?? "")) {
    // What the gateway puts before the site's own path says nothing to a reader.
    const path = new URL(failure.url).pathname.replace(/^\/ex\/[a-z]+\/[\w-]+/, "");
    const message = `The API token lacks a scope for ${path} of ${vendor}. Create one with the scopes that the documentation lists, or one without scopes.`;
    return { message, reason: "scope" };
  }
  if (isLockedOut(failure)) {
    const message = `${vendor} wants a captcha solved after failed sign-ins: sign in once in a browser as this account, then replace the credentials.`;
    return { message, reason: "captcha" };
  }
  const message = `${vendor} refuses the credentials (401): the e-mail address and token don't belong together, or the token has ended or was revoked. Create a new token and replace them.`;
  return { message };
}

function isLockedOut({ headers }: VendorFailure): boolean {
  const denied = `${headers["x-authentication-denied-reason"]} ${headers["x-seraph-loginreason"]}`;
  return /CAPTCHA|AUTHENTICATION_DENIED/.test(denied);
}

/** An API never redirects: what does is a sign-in page, or a site that has moved. */
function explainRedirect(vendor: string, { headers, url }: VendorFailure): Explanation {
  const target = URL.parse(headers.location ?? "", url);
  if (target && /login|signin|sso|saml|oauth|auth\b/i.test(target.href)) {
    const message = `${vendor} sends to a sign-in page (${target.host}). Give a token: a password can't pass it.`;
    return { kind: "credentials", message };
  }
  const to = target ? ` to ${target.origin}` : "";
  return { message: `${vendor} redirects${to}: put the address there into the settings.`, reason: "moved" };
}

/** For a limit without Retry-After: when it is over. */
function resetOf({ headers }: VendorFailure): Date | undefined {
  const reset = new Date(headers["x-ratelimit-reset"] ?? "");
  return Number.isNaN(reset.getTime()) ? undefined : reset;
}

function limitOf({ headers }: VendorFailure): { reason?: string } {
  const reason = headers["ratelimit-reason"];
  return reason === undefined ? {} : { reason };
}

/**
 * The sentence in an error body, in any of the forms that Atlassian uses: Confluence v2 `{errors: [{title, detail}]}`,
 * v1 `{message}`, Jira `{errorMessages, errors: {field: text}}`, the gateway `{message}`.
 */
export function wordsOf(body: unknown): string | undefined {
  if (typeof body !== "object" || body === null) return undefined;
  const { errorMessages, errors, message }: Record<string, unknown> = { ...body };
  const found = [...textsOf(errorMessages), ...textsOf(errors), ...textsOf(message)];
  return found.length > 0 ? found.join(" ").slice(0, 500) : undefined;
}

function textsOf(value: unknown): string[] {
  if (typeof value === "string") return value.trim() === "" ? [] : [value.trim()];
  if (Array.isArray(value)) return value.flatMap(textsOf);
  if (typeof value !== "object" || value === null) return [];
  const entry: Record<string, unknown> = { ...value };
  const known = [entry.title, entry.detail, entry.message].flatMap(textsOf);
  return known.length > 0 ? known : Object.values(entry).flatMap(textsOf);
}
