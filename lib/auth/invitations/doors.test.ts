import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { DELETE } from "#app/v1/workspaces/[workspace_id]/invitations/[invitation_id]/route.ts";
import { GET, POST } from "#app/v1/workspaces/[workspace_id]/invitations/route.ts";
import { DELETE as removeMember } from "#app/v1/workspaces/[workspace_id]/members/[user_id]/route.ts";
import { withScope } from "#db/scope.ts";
import { createTestDatabase, type TestDatabase } from "#db/testing/database.ts";
import { hasRole, type Role, roles } from "#lib/auth/permissions.ts";
import { hashCode } from "#lib/auth/secret-code.ts";
import { createActor, createWorkspace, type TestWorkspace } from "#lib/testing/actors.ts";
import { type Call, call } from "#lib/testing/call.ts";
import { useServices } from "#lib/testing/services.ts";

const now = new Date("2026-11-24T12:00:00.000Z");

let database: TestDatabase;
let here: TestWorkspace;

beforeAll(async () => {
  database = await createTestDatabase({ max: 8 });
  await useServices(database, () => now);
});
afterAll(() => database[Symbol.asyncDispose]());
beforeEach(async () => {
  here = await createWorkspace(database);
});

const params = () => ({ workspace_id: here.workspaceId });
const invite = (role: Role, body: unknown, more: Call = {}) =>
  call(POST, { params: params(), token: here[role].token, body, ...more });
const list = (role: Role, query: Call["query"] = {}) =>
  call(GET, { params: params(), token: here[role].token, query });
const revoke = (role: Role, id: string) =>
  call(DELETE, { params: { ...params(), invitation_id: id }, token: here[role].token });

/** Who is invited by a code: what its acceptance looks up. */
function invitedBy(url: string): Promise<{ email: string; role: string } | undefined> {
  const code = url.split("/").at(-1) ?? "";
  return withScope(database.db, { identity: true }, (trx) =>
    trx
      .selectFrom("invitations")
      .select(["email", "role"])
      .where("code_hash", "=", hashCode(code))
      .executeTakeFirst(),
  );
}

describe("invite", () => {
  it("shows the address once; only a hash of its code is kept", async () => {
    const { status, body } = await invite("admin", { email: " Grace@Example.com ", role: "editor" });
    expect(status).toBe(201);
    expect(body).toEqual({
      id: expect.any(String),
      email: "grace@example.com",
      role: "editor",
      invited_by: here.admin.userId,
      created_at: "2026-11-24T12:00:00.000Z",
      expires_at: "2026-12-01T12:00:00.000Z",
      url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:3000\/invite\/[\w-]{43}$/),
    });
    expect(await invitedBy(body.url)).toEqual({ email: "grace@example.com", role: "editor" });
    const { url, ...shown } = body;
    expect((await list("admin")).body).toEqual({ items: [shown], next_cursor: null });
    expect(url).toContain("/invite/");
  });

  it("names the host that was asked", async () => {
    const headers = { host: "tributary.example.com" };
    const { body } = await invite("admin", { email: "a@example.com", role: "viewer" }, { headers });
    expect(body.url).toMatch(/^http:\/\/tributary\.example\.com\/invite\//);
  });

  const pairs = roles.flatMap((who) => roles.map((role) => ({ who, role })));
  it.each(pairs)("$who invites a $role", async ({ who, role }) => {
    const isAllowed = hasRole(who, "admin") && hasRole(who, role);
    expect((await invite(who, { email: "a@example.com", role })).status).toBe(isAllowed ? 201 : 403);
    expect((await list("owner")).body.items).toHaveLength(isAllowed ? 1 : 0);
  });

  it("refuses a member, however their address is written", async () => {
    const email = here.viewer.email.toUpperCase();
    const answer = await invite("admin", { email, role: "editor" });
    expect(answer).toMatchObject({ status: 409, body: { errors: [{ path: "email" }] } });
    expect((await invite("admin", { email: here.foreign.email, role: "editor" })).status).toBe(201);
  });

  it("replaces the invitation that waits", async () => {
    const first = await invite("admin", { email: "a@example.com", role: "editor" });
    const second = await invite("owner", { email: "A@example.com", role: "viewer" });
    expect(await invitedBy(first.body.url)).toBeUndefined();
    expect(await invitedBy(second.body.url)).toMatchObject({ role: "viewer" });
    expect((await list("admin")).body.items).toHaveLength(1);
  });

  it("leaves one, whoever invites at once", async () => {
    const body = { email: "a@example.com", role: "viewer" };
    const answers = await Promise.all(Array.from({ length: 6 }, () => invite("admin", body)));
    expect(answers.map(({ status }) => status)).toEqual(Array(6).fill(201));
    expect((await list("admin")).body.items).toHaveLength(1);
  });

  it("lets nobody but an owner take an owner's invitation back, or replace it", async () => {
    const { body } = await invite("owner", { email: "a@example.com", role: "owner" });
    expect((await invite("admin", { email: "a@example.com", role: "viewer" })).status).toBe(403);
    expect((await revoke("admin", body.id)).status).toBe(403);
    expect(await invitedBy(body.url)).toMatchObject({ role: "owner" });
    expect((await revoke("owner", body.id)).status).toBe(204);
  });

  it.each([
    ["nothing", {}, ["email", "role"]],
    ["no address", { email: "grace", role: "viewer" }, ["email"]],
    ["a long address", { email: `${"a".repeat(250)}@example.com`, role: "viewer" }, ["email"]],
    ["an unknown role", { email: "a@example.com", role: "king" }, ["role"]],
    ["a NUL", { email: "a\u0000@example.com", role: "viewer" }, ["email"]],
    ["a field too many", { email: "a@example.com", role: "viewer", url: "x" }, ["url"]],
  ])("refuses %s", async (_, body, paths) => {
    const answer = await invite("owner", body);
    expect(answer.status).toBe(400);
    expect(answer.body.errors.map(({ path }: { path: string }) => path)).toEqual(paths);
  });
});

describe("the list", () => {
  it("pages, the newest first, and is for admins", async () => {
    const made: string[] = [];
    for (let at = 0; at < 5; at += 1) {
      made.push((await invite("admin", { email: `a${at}@example.com`, role: "viewer" })).body.id);
    }
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const page = await list("owner", { limit: 2, ...(cursor ? { cursor } : {}) });
      seen.push(...page.body.items.map(({ id }: { id: string }) => id));
      cursor = page.body.next_cursor;
    } while (cursor);
    expect(seen).toEqual(made.toSorted().toReversed());
    expect((await list("editor")).status).toBe(403);
  });
});

describe("taking back", () => {
  it("shuts the address, once", async () => {
    const { body } = await invite("admin", { email: "a@example.com", role: "viewer" });
    expect((await revoke("editor", body.id)).status).toBe(403);
    expect((await revoke("admin", body.id)).status).toBe(204);
    expect(await invitedBy(body.url)).toBeUndefined();
    expect((await revoke("admin", body.id)).status).toBe(404);
  });

  it("answers a repeat with the same key as it answered first", async () => {
    const { body } = await invite("admin", { email: "a@example.com", role: "viewer" });
    const request: Call = {
      params: { ...params(), invitation_id: body.id },
      token: here.admin.token,
      headers: { "idempotency-key": "once" },
    };
    expect((await call(DELETE, request)).status).toBe(204);
    const again = await call(DELETE, request);
    expect(again).toMatchObject({ status: 204, body: undefined });
    expect(again.headers.get("idempotency-replayed")).toBe("true");
  });

  it("answers the same for foreign, accepted, missing and impossible ids", async () => {
    const theirs = await call(POST, {
      params: { workspace_id: here.foreign.workspaceId },
      token: here.foreign.token,
      body: { email: "a@example.com", role: "viewer" },
    });
    const accepted = await invite("admin", { email: "b@example.com", role: "viewer" });
    await withScope(database.db, { workspaceId: here.workspaceId }, (trx) =>
      trx.updateTable("invitations").set({ accepted_at: now }).execute(),
    );
    const missing = "0b6f2f5e-6f0e-4a53-9b1a-5a3f9d1c7e42";
    for (const id of [theirs.body.id, accepted.body.id, missing, "nope"]) {
      const { status, body } = await revoke("owner", id);
      expect({ status, detail: body.detail }).toEqual({
        status: 404,
        detail: `There is no invitation “${id}” in this workspace.`,
      });
    }
    expect(await invitedBy(theirs.body.url)).toBeDefined();
    expect((await list("owner")).body.items).toEqual([]);
  });

  it("comes with the removal of the member it would bring back", async () => {
    const member = await createActor(database, here.workspaceId, "editor");
    const code = "kept from before they joined";
    await withScope(database.db, { workspaceId: here.workspaceId }, (trx) =>
      trx
        .insertInto("invitations")
        .values({
          workspace_id: here.workspaceId,
          id: crypto.randomUUID(),
          email: member.email,
          role: "admin",
          code_hash: hashCode(code),
          expires_at: new Date(now.getTime() + 60_000),
        })
        .execute(),
    );
    const path = { ...params(), user_id: member.userId };
    expect((await call(removeMember, { params: path, token: here.admin.token })).status).toBe(204);
    expect(await invitedBy(code)).toBeUndefined();
  });
});
