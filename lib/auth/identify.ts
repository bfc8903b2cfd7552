import { sql } from "kysely";
import type { Db } from "#db/client.ts";
import type { Actor } from "#lib/context.ts";
import { AppError } from "#lib/errors.ts";
import { lesserRole, type Permission, type Role } from "./permissions.ts";
import { readSessionId } from "./session-cookie.ts";
import { hashToken, isTokenShaped } from "./token-format.ts";

/** Who asks; `role` is undefined when they aren't a member of the workspace asked for. */
export type Identity = {
  actor: Exclude<Actor, { type: "system" }>;
  role: Role | undefined;
  /** What a token is kept to, of what its role may; null for all of it, and for a person. */
  scopes: readonly Permission[] | null;
  workspaceExists: boolean;
  timeZone: string;
  /** The token's own workspace; undefined for a person, who may have many. */
  tokenWorkspaceId: string | undefined;
  /** Its last use is over a minute old and should be written down. */
  touch: boolean;
};

/** Somebody who signed in. */
export type Person = Identity & { actor: Extract<Actor, { type: "user" }>; email: string; name: string };

/**
 * Finds who sends a request, by bearer token or session cookie, in one round trip.
 * @param workspaceId the workspace that the request names, null when it names none
 * @throws AppError `unauthenticated` saying what is wrong with what was sent
 */
export async function identify(db: Db, request: Request, workspaceId: string | null): Promise<Identity> {
  const authorization = request.headers.get("authorization");
  if (authorization !== null) return identifyToken(db, bearerOf(authorization), workspaceId);
  return identifyPerson(db, request.headers, workspaceId);
}

/**
 * The same by session cookie alone, as a browser that opens a page sends it.
 * @throws AppError `unauthenticated`
 */
export async function identifyPerson(
  db: Db,
  headers: Pick<Headers, "get">,
  workspaceId: string | null,
): Promise<Person> {
  const sessionId = await readSessionId(headers);
  if (sessionId === undefined) {
    throw new AppError("unauthenticated", "Sign in, or send an API token as “Authorization: Bearer …”.");
  }
  return identifySession(db, sessionId, workspaceId);
}

/** The same, or undefined when nobody is signed in. */
export async function identifyIfSignedIn(
  db: Db,
  headers: Pick<Headers, "get">,
  workspaceId: string | null = null,
): Promise<Person | undefined> {
  try {
    return await identifyPerson(db, headers, workspaceId);
  } catch (error) {
    if (error instanceof AppError && error.kind === "unauthenticated") return undefined;
    throw error;
  }
}

function bearerOf(authorization: string): string {
  const [scheme, token, ...rest] = authorization.trim().split(/\s+/);
  if (scheme?.toLowerCase() === "bearer" && token && rest.length === 0) return token;
  throw new AppError("unauthenticated", "The Authorization header must be “Bearer ” and an API token.");
}

type TokenRow = {
  token_id: string;
  user_id: string | null;
  token_role: Role;
  scopes: Permission[] | null;
  member_role: Role | null;
  token_workspace: string;
  expired: boolean;
  revoked: boolean;
  workspace_exists: boolean;
  time_zone: string | null;
  touch: boolean;
};

async function identifyToken(db: Db, token: string, workspaceId: string | null): Promise<Identity> {
  if (!isTokenShaped(token)) {
    throw new AppError(
      "unauthenticated",
      "This isn't an API token of Tributary: it is cut short or mistyped.",
    );
  }
  const { rows } =
    await sql<TokenRow>`select * from identify_token(${hashToken(token)}, ${workspaceId}::uuid)`.execute(db);
  const row = rows[0];
  if (!row || row.revoked) throw new AppError("unauthenticated", "This API token is unknown or was revoked.");
  if (row.expired) throw new AppError("unauthenticated", "This API token has expired. Create another.");
  const isMember = row.member_role !== null && (workspaceId === null || workspaceId === row.token_workspace);
  return {
    actor: { type: "token", tokenId: row.token_id, userId: row.user_id },
    role: isMember && row.member_role ? lesserRole(row.token_role, row.member_role) : undefined,
    scopes: row.scopes,
    workspaceExists: row.workspace_exists,
    timeZone: row.time_zone ?? "Etc/UTC",
    tokenWorkspaceId: row.token_workspace,
    touch: row.touch,
  };
}

type SessionRow = {
  user_id: string;
  email: string;
  name: string;
  member_role: Role | null;
  workspace_exists: boolean;
  time_zone: string | null;
  touch: boolean;
};

async function identifySession(db: Db, sessionId: string, workspaceId: string | null): Promise<Person> {
  const { rows } =
    await sql<SessionRow>`select * from identify_session(${sessionId}::uuid, ${workspaceId}::uuid)`.execute(
      db,
    );
  const row = rows[0];
  if (!row) throw new AppError("unauthenticated", "Your session has ended. Sign in again.");
  return {
    actor: { type: "user", userId: row.user_id, sessionId },
    email: row.email,
    name: row.name,
    role: row.member_role ?? undefined,
    scopes: null,
    workspaceExists: row.workspace_exists,
    timeZone: row.time_zone ?? "Etc/UTC",
    tokenWorkspaceId: undefined,
    touch: row.touch,
  };
}
