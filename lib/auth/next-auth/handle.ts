import { randomUUID } from "node:crypto";
import { clientAddress } from "#lib/auth/client-address.ts";
import { readCookies } from "#lib/auth/cookies.ts";
import { type OidcSettings, oidcSettings } from "#lib/auth/oidc/settings.ts";
import { ownPath } from "#lib/auth/own-path.ts";
import { cookieName, readSessionId } from "#lib/auth/session-cookie.ts";
import { closeSession } from "#lib/auth/sessions/close.ts";
import { AppError } from "#lib/errors.ts";
import { readBytes } from "#lib/http/json-body.ts";
import { problemResponse } from "#lib/http/problem.ts";
import { publicOrigin } from "#lib/http/public-origin.ts";
import { log } from "#lib/log.ts";
import { services } from "#lib/services.ts";
import { type AuthAnswer, type AuthCall, callNextAuth } from "./call.ts";
import { type Attempt, authOptions } from "./options.ts";

// All of next-auth that is used. Its other doors write to the log, renew cookies or show its own pages.
const doors = ["GET csrf", "GET signin", "GET signout", "POST callback/credentials", "POST signout"];
const oidcDoors = ["POST signin/oidc", "GET callback/oidc"];

/**
 * Answers a request below `/api/auth`. With the form field `json=true` errors are problem documents and a redirect is
 * `{url}`; otherwise both are redirects, errors to the sign-in page.
 */
export async function handleAuth(request: Request, oidc = oidcSettings()): Promise<Response> {
  const requestId = randomUUID();
  try {
    const { call, isProgram } = await readCall(request, oidc);
    const attempt: Attempt = {
      ctx: { ...services(), requestId },
      from: { address: clientAddress(request.headers), userAgent: request.headers.get("user-agent") },
      oidc,
      callbackUrl: "/",
    };
    const answer = await callNextAuth(call, authOptions(attempt));
    const error = attempt.error ?? forgery(answer);
    if (call.path.at(0) === "callback") tellAttempt(attempt, error);
    if (attempt.sessionId) await endReplaced(attempt, request);
    if (error && (isProgram || !(error instanceof AppError))) throw error;
    const refused = attempt.refused ?? (error instanceof AppError ? error.kind : errorIn(answer));
    if (refused) answer.location = signInPage(refused, attempt.callbackUrl);
    return present(answer, call.origin, isProgram);
  } catch (error) {
    if (!(error instanceof AppError)) log.error({ err: error, requestId }, "sign-in failed");
    return problemResponse(error, requestId);
  }
}

/** Who signed in, and who didn't, from where: for those who look for break-ins. */
function tellAttempt({ ctx, from, userId, refused }: Attempt, error: unknown): void {
  const told = { requestId: ctx.requestId, address: from.address };
  const reason = error instanceof AppError ? error.kind : (refused ?? "error");
  if (userId) log.info({ ...told, userId }, "signed in");
  else log.warn({ ...told, reason }, "sign-in refused");
}

/** The session that this browser had until now: its cookie is written over, so it could only be ended from elsewhere. */
async function endReplaced({ ctx }: Attempt, { headers }: Request): Promise<void> {
  const replaced = await readSessionId(headers);
  if (replaced) await closeSession(ctx.db, replaced);
}

async function readCall(
  request: Request,
  oidc: OidcSettings | undefined,
): Promise<{ call: AuthCall; isProgram: boolean }> {
  const { pathname, searchParams } = new URL(request.url);
  const path = pathname.replace(/^\/api\/auth\//, "");
  const door = `${request.method} ${path}`;
  if (!doors.includes(door) && !(oidc && oidcDoors.includes(door))) {
    throw new AppError("not_found", `There is no ${request.method} ${pathname}.`);
  }
  const form = request.method === "POST" ? new TextDecoder().decode(await readBytes(request)) : "";
  const { json, ...body } = Object.fromEntries(new URLSearchParams(form));
  const call = {
    method: request.method,
    path: path.split("/"),
    origin: publicOrigin(request),
    query: readQuery(path, searchParams),
    body,
    cookies: readOwnCookies(request),
  };
  return { call, isProgram: json === "true" };
}

/** next-auth passes parameters on to the issuer, and answers 500 for those that it can't read. */
function readQuery(path: string, search: URLSearchParams): Record<string, string> {
  if (path === "callback/oidc") return Object.fromEntries(search);
  const error = search.get("error");
  return {
    callbackUrl: ownPath(search.get("callbackUrl")),
    ...(error === null ? {} : { error: /^\w{1,64}$/.test(error) ? error : "Callback" }),
  };
}

function readOwnCookies(request: Request): Record<string, string> {
  const cookies = readCookies(request.headers.get("cookie") ?? "");
  const name = cookieName("callback");
  return name in cookies ? { ...cookies, [name]: ownPath(cookies[name]) } : cookies;
}

/** next-auth's answer to a form without the token that it gave this browser. */
function forgery({ location }: AuthAnswer): AppError | undefined {
  if (!location?.endsWith("?csrf=true")) return undefined;
  return new AppError("forbidden", "This page is too old. Reload it, and try again.");
}

/** What next-auth would tell on its own error page. */
function errorIn({ location }: AuthAnswer): string | undefined {
  const url = location === undefined ? null : URL.parse(location, "http://own.invalid");
  return url?.pathname === "/api/auth/error" ? (url.searchParams.get("error") ?? "Callback") : undefined;
}

function signInPage(error: string, callbackUrl: string): string {
  return `/sign-in?${new URLSearchParams({ error, callbackUrl })}`;
}

function present(
  { status, location, headers, body }: AuthAnswer,
  origin: string,
  isProgram: boolean,
): Response {
  if (location === undefined) return json(status, body, headers);
  return isProgram
    ? json(200, { url: new URL(location, origin).href }, headers)
    : redirect(location, headers);
}

function json(status: number, body: unknown, headers: Headers): Response {
  headers.set("content-type", "application/json");
  headers.set("cache-control", "no-store");
  return new Response(JSON.stringify(body), { status, headers });
}

function redirect(location: string, headers: Headers): Response {
  headers.set("location", location);
  headers.set("cache-control", "no-store");
  return new Response(null, { status: 302, headers });
}
