import { createHash } from "node:crypto";
import { z } from "zod";
import type { GuardedFetch } from "#lib/net/fetch.ts";
import { createVendorClient } from "#lib/sources/vendor/client.ts";
import { driveScope, type GoogleAccount } from "./account.ts";
import { signAssertion } from "./assertion.ts";
import { explainToken } from "./explain-token.ts";

type Token = { value: string; freshUntil: number };

export type TokenRequest = {
  account: GoogleAccount;
  /** What was handed out last is refused: ask for another. */
  renew: boolean;
  fetch: GuardedFetch;
  signal: AbortSignal;
};

export type GoogleTokens = (request: TokenRequest) => Promise<string>;

/** A token is replaced so long before it ends that no request meets its end. */
const renewBeforeMs = 5 * 60_000;
const keptAtMost = 1000;

const tokenAnswer = z.object({ access_token: z.string().min(1), expires_in: z.number().default(3600) });

/**
 * Access tokens by account, kept until shortly before they end and shared by all runs of this process. Whoever asks
 * while one is being fetched waits for it, unless that is being given up by the one who asked first.
 * @throws SourceError `credentials` that says what Google refuses
 */
export function createGoogleTokens(tokenUrl: string, now: () => Date): GoogleTokens {
  const kept = new Map<string, Token>();
  const underWay = new Map<string, Promise<Token>>();

  async function fetched(name: string, request: TokenRequest): Promise<Token> {
    const token = await fetchToken(tokenUrl, request, now());
    kept.delete(name);
    kept.set(name, token);
    if (kept.size > keptAtMost) kept.delete(kept.keys().next().value ?? "");
    return token;
  }

  return async (request) => {
    const name = nameOf(request.account);
    const known = kept.get(name);
    if (known && !request.renew && known.freshUntil > now().getTime()) return known.value;
    const shared = underWay.get(name);
    if (shared) {
      const token = await shared.catch(() => undefined);
      request.signal.throwIfAborted();
      if (token) return token.value;
    }
    const own = fetched(name, request);
    underWay.set(name, own);
    try {
      return (await own).value;
    } finally {
      if (underWay.get(name) === own) underWay.delete(name);
    }
  };
}

/** The account with a digest of its secret: another key of it doesn't get this one's token. */
function nameOf(account: GoogleAccount): string {
  const secret =
    account.kind === "person"
      ? `${account.clientSecret} ${account.refreshToken}`
      : account.privateKey.export({ type: "pkcs8", format: "der" });
  return `${account.identity} ${createHash("sha256").update(secret).digest("hex")}`;
}

async function fetchToken(
  tokenUrl: string,
  { account, fetch, signal }: TokenRequest,
  now: Date,
): Promise<Token> {
  const client = createVendorClient({
    vendor: "Google",
    fetch,
    signal,
    now: () => now,
    explain: (failure) => explainToken(account, failure),
  });
  const answer = await client.json(
    { url: tokenUrl, form: grantOf(account, now), maxRedirects: 0 },
    tokenAnswer,
  );
  const livesMs = answer.expires_in * 1000;
  return { value: answer.access_token, freshUntil: now.getTime() + Math.max(0, livesMs - renewBeforeMs) };
}

function grantOf(account: GoogleAccount, now: Date): Record<string, string> {
  if (account.kind === "service_account") {
    return {
      grant_type: "urn:ietf:params:oauth:grant-type:jwt-bearer",
      assertion: signAssertion(account, driveScope, now),
    };
  }
  return {
    grant_type: "refresh_token",
    client_id: account.clientId,
    client_secret: account.clientSecret,
    refresh_token: account.refreshToken,
  };
}
