import { decode } from "next-auth/jwt";
import { env } from "#lib/env.ts";
import { readCookies } from "./cookies.ts";

/** The cookie that holds a signed session id: `__Host-` where the browser speaks https to us. */
export function sessionCookieName(): string {
  return env().PUBLIC_URL?.startsWith("https:") ? "__Host-tributary.session" : "tributary.session";
}

/** The id of the session that a request's cookie names, if its signature holds. Whether it still lives is the database's word. */
export async function readSessionId(headers: Pick<Headers, "get">): Promise<string | undefined> {
  const token = readCookies(headers.get("cookie") ?? "")[sessionCookieName()];
  const secret = env().AUTH_SECRET;
  if (!token || !secret) return undefined;
  try {
    const claims = await decode({ token, secret });
    return typeof claims?.sessionId === "string" ? claims.sessionId : undefined;
  } catch {
    return undefined;
  }
}
