import { randomUUID } from "node:crypto";
import { encode } from "next-auth/jwt";
import { withScope } from "#db/scope.ts";
import type { TestDatabase } from "#db/testing/database.ts";
import type { Role } from "#lib/auth/permissions.ts";
import { sessionCookieName } from "#lib/auth/session-cookie.ts";
import { createToken, hashToken } from "#lib/auth/token-format.ts";
import { env } from "#lib/env.ts";

/** Somebody with a role, an API token of that role and a session cookie (`name=value`). */
export type TestActor = { userId: string; email: string; token: string; tokenId: string; cookie: string };

export type TestWorkspace = {
  workspaceId: string;
  owner: TestActor;
  admin: TestActor;
  editor: TestActor;
  viewer: TestActor;
  /** Tokens of the owner that no longer open anything. */
  expiredToken: string;
  revokedToken: string;
  /** The owner of another workspace, who is no member here. */
  foreign: TestActor & { workspaceId: string };
};

/** A workspace with a member of each role, and a stranger who owns another one. */
export async function createWorkspace(database: Pick<TestDatabase, "db">): Promise<TestWorkspace> {
  const workspaceId = await insertWorkspace(database, "Here");
  const elsewhere = await insertWorkspace(database, "Elsewhere");
  const owner = await createActor(database, workspaceId, "owner");
  const past = new Date(Date.now() - 60_000);
  const expired = await insertToken(database, workspaceId, owner.userId, "owner", { expires_at: past });
  const revoked = await insertToken(database, workspaceId, owner.userId, "owner", { revoked_at: past });
  return {
    workspaceId,
    owner,
    admin: await createActor(database, workspaceId, "admin"),
    editor: await createActor(database, workspaceId, "editor"),
    viewer: await createActor(database, workspaceId, "viewer"),
    expiredToken: expired.token,
    revokedToken: revoked.token,
    foreign: { ...(await createActor(database, elsewhere, "owner")), workspaceId: elsewhere },
  };
}

/** One more member of a workspace, with token and session. */
export async function createActor(
  database: Pick<TestDatabase, "db">,
  workspaceId: string,
  role: Role,
): Promise<TestActor> {
  const userId = randomUUID();
  const email = `${role}-${userId}@example.com`;
  await withScope(database.db, { identity: true }, (trx) =>
    trx.insertInto("users").values({ id: userId, email, name: role }).execute(),
  );
  await withScope(database.db, { workspaceId }, (trx) =>
    trx.insertInto("memberships").values({ workspace_id: workspaceId, user_id: userId, role }).execute(),
  );
  const { token, tokenId } = await insertToken(database, workspaceId, userId, role);
  return { userId, email, token, tokenId, cookie: await openSession(database, userId) };
}

/** A new session of a user, as the cookie that a browser sends. */
export async function openSession(database: Pick<TestDatabase, "db">, userId: string): Promise<string> {
  const sessionId = randomUUID();
  const tomorrow = new Date(Date.now() + 86_400_000);
  await withScope(database.db, { identity: true }, (trx) =>
    trx.insertInto("sessions").values({ id: sessionId, user_id: userId, expires_at: tomorrow }).execute(),
  );
  const secret = env().AUTH_SECRET;
  if (!secret) throw new Error("AUTH_SECRET isn't set for the tests: see vitest.config.ts.");
  return `${sessionCookieName()}=${await encode({ token: { sessionId }, secret })}`;
}

async function insertWorkspace(database: Pick<TestDatabase, "db">, name: string): Promise<string> {
  const workspaceId = randomUUID();
  await withScope(database.db, { workspaceId }, (trx) =>
    trx.insertInto("workspaces").values({ id: workspaceId, name }).execute(),
  );
  return workspaceId;
}

async function insertToken(
  database: Pick<TestDatabase, "db">,
  workspaceId: string,
  userId: string,
  role: Role,
  state: { expires_at?: Date; revoked_at?: Date } = {},
): Promise<{ token: string; tokenId: string }> {
  const token = createToken();
  const tokenId = randomUUID();
  await withScope(database.db, { workspaceId }, (trx) =>
    trx
      .insertInto("api_tokens")
      .values({
        workspace_id: workspaceId,
        id: tokenId,
        name: `${role}'s`,
        role,
        token_hash: hashToken(token),
        hint: token.slice(-12, -8),
        created_by: userId,
        ...state,
      })
      .execute(),
  );
  return { token, tokenId };
}
