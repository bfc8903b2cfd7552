import { decode } from "next-auth/jwt";
import { env } from "#lib/env.ts";
import { readCookies } from "./cookies.ts";

/** Whether browsers speak https to us, and keep our cookies from everything else. */
export function isSecure(): boolean {
  return env().PUBLIC_URL?.startsWith("https:") ?? false;
}

/** A cookie of ours: no other host or path can set one named `__Host-`. */
export function cookieName(use: string): string {
  return `${isSecure() ? "__Host-" : ""}tributary.${use}`;
}

/** The cookie that holds a signed session id. */
export function sessionCookieName(): string {
  return cookieName("session");
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
