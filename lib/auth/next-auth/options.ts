import type { AuthOptions, CookiesOptions } from "next-auth";
import CredentialsProvider from "next-auth/providers/credentials";
import { readClaims } from "#lib/auth/oidc/claims.ts";
import type { OidcSettings } from "#lib/auth/oidc/settings.ts";
import { type OidcRefusal, signInByClaims } from "#lib/auth/oidc/sign-in.ts";
import { ownPath } from "#lib/auth/own-path.ts";
import { cookieName, isSecure } from "#lib/auth/session-cookie.ts";
import { closeSession } from "#lib/auth/sessions/close.ts";
import { type SessionOrigin, sessionSeconds } from "#lib/auth/sessions/open.ts";
import { credentialsSchema, signIn, wrongCredentials } from "#lib/auth/sign-in.ts";
import { env } from "#lib/env.ts";
import type { PublicContext } from "#lib/http/route.ts";
import { log } from "#lib/log.ts";
import { oidcProvider } from "./provider.ts";

/** One request to next-auth, and what came of it. */
export type Attempt = {
  ctx: PublicContext;
  from: SessionOrigin;
  oidc: OidcSettings | undefined;
  /** Where they want to go afterwards. */
  callbackUrl: string;
  sessionId?: string;
  userId?: string;
  refused?: OidcRefusal;
  /** What next-auth mustn't see: it would write the message into an address. */
  error?: unknown;
};

/** next-auth's options for one request. Its token holds nothing but the id of a session in the database. */
export function authOptions(attempt: Attempt): AuthOptions {
  const { ctx, oidc } = attempt;
  return {
    secret: env().AUTH_SECRET,
    session: { strategy: "jwt", maxAge: sessionSeconds },
    pages: { signIn: "/sign-in", signOut: "/", error: "/sign-in" },
    useSecureCookies: isSecure(),
    cookies: cookies(),
    logger,
    providers: [
      CredentialsProvider({
        credentials: {},
        authorize: async (raw) => {
          const isIn = await keepingErrors(attempt, () => byPassword(attempt, raw));
          return isIn ? { id: "signed in" } : null;
        },
      }),
      ...(oidc ? [oidcProvider(oidc)] : []),
    ],
    callbacks: {
      signIn: ({ account, profile }) =>
        account?.provider !== "oidc" || keepingErrors(attempt, () => byClaims(attempt, profile)),
      jwt: async () => ({ sessionId: attempt.sessionId }),
      redirect: async ({ url, baseUrl }) => {
        attempt.callbackUrl = ownPath(url.startsWith(`${baseUrl}/`) ? url.slice(baseUrl.length) : url);
        return attempt.callbackUrl;
      },
    },
    events: {
      signOut: async ({ token }) => {
        const { sessionId } = token;
        if (typeof sessionId !== "string") return;
        await keepingErrors(attempt, async () => {
          await closeSession(ctx.db, sessionId);
          return true;
        });
      },
    },
  };
}

async function keepingErrors(attempt: Attempt, work: () => Promise<boolean>): Promise<boolean> {
  try {
    return await work();
  } catch (error) {
    attempt.error = error;
    return false;
  }
}

async function byPassword(attempt: Attempt, raw: unknown): Promise<boolean> {
  const { data } = credentialsSchema.safeParse(raw);
  if (!data) throw wrongCredentials();
  Object.assign(attempt, await signIn(attempt.ctx, data, attempt.from));
  return true;
}

async function byClaims(attempt: Attempt, raw: unknown): Promise<boolean> {
  const claims = readClaims(raw);
  if (!claims) throw new Error("The ID token names nobody.");
  const answer = await signInByClaims(attempt.ctx, claims, attempt.from);
  if ("refused" in answer) attempt.refused = answer.refused;
  else Object.assign(attempt, answer);
  return attempt.sessionId !== undefined;
}

function cookies(): CookiesOptions {
  const cookie = (use: string) => ({
    name: cookieName(use),
    options: { httpOnly: true, sameSite: "lax", path: "/", secure: isSecure() },
  });
  return {
    sessionToken: cookie("session"),
    callbackUrl: cookie("callback"),
    csrfToken: cookie("csrf"),
    pkceCodeVerifier: cookie("pkce"),
    state: cookie("state"),
    nonce: cookie("nonce"),
  };
}

const logger: AuthOptions["logger"] = {
  error: (code, metadata) => log.warn({ code, err: metadata }, "next-auth"),
  warn: (code) => log.debug({ code }, "next-auth"),
};
