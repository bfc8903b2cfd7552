import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { DELETE } from "#app/v1/workspaces/[workspace_id]/tokens/[token_id]/route.ts";
import { GET, POST } from "#app/v1/workspaces/[workspace_id]/tokens/route.ts";
import { createTestDatabase, type TestDatabase } from "#db/testing/database.ts";
import { hasRole, type Role, roles } from "#lib/auth/permissions.ts";
import { createWorkspace, type TestWorkspace } from "#lib/testing/actors.ts";
import { type Call, call } from "#lib/testing/call.ts";
import { useServices } from "#lib/testing/services.ts";

let database: TestDatabase;
let here: TestWorkspace;
let now = new Date();

beforeAll(async () => {
  database = await createTestDatabase();
  await useServices(database, () => now);
});
afterAll(() => database[Symbol.asyncDispose]());
beforeEach(async () => {
  now = new Date();
  here = await createWorkspace(database);
});

type Who = Pick<Call, "token" | "cookie">;

const params = () => ({ workspace_id: here.workspaceId });
const as = (role: Role): Who => ({ token: here[role].token });
const create = (who: Who, body: unknown) => call(POST, { params: params(), ...who, body });
const list = (who: Who, query: Call["query"] = {}) => call(GET, { params: params(), ...who, query });
const revoke = (who: Who, tokenId: string) =>
  call(DELETE, { params: { ...params(), token_id: tokenId }, ...who });
const inMs = (ms: number) => new Date(now.getTime() + ms).toISOString();
const hour = 3_600_000;

async function created(who: Who, role: Role = "viewer"): Promise<{ id: string; token: string }> {
  const answer = await create(who, { name: "made", role });
  expect(answer.status).toBe(201);
  return answer.body;
}

describe("create", () => {
  it("shows the token once, and it works", async () => {
    const expires_at = inMs(hour);
    const body = { name: "  nightly import ", role: "viewer", expires_at };
    const { status, body: answer } = await create(as("editor"), body);
    expect(status).toBe(201);
    expect(answer).toEqual({
      id: expect.any(String),
      name: "nightly import",
      role: "viewer",
      scopes: null,
      token: expect.stringMatching(/^trb_/),
      hint: answer.token.slice(-4),
      created_by: here.editor.userId,
      created_at: expect.any(String),
      expires_at,
      last_used_at: null,
      revoked_at: null,
    });
    const listed = await list({ token: answer.token });
    expect(listed.status).toBe(200);
    expect(JSON.stringify(listed.body)).not.toContain(answer.token);
    expect(Object.keys(listed.body.items[0])).not.toContain("token_hash");
  });

  it("acts with the least of its role and its maker's", async () => {
    const { token } = await created(as("owner"), "viewer");
    expect((await create({ token }, { name: "more", role: "editor" })).status).toBe(403);
    expect((await create({ token }, { name: "same", role: "viewer" })).status).toBe(201);
  });

  const pairs = roles.flatMap((maker) => roles.map((role) => ({ maker, role })));
  it.each(pairs)("$maker asks for $role", async ({ maker, role }) => {
    const expected = hasRole(maker, role) ? 201 : 403;
    for (const who of [{ token: here[maker].token }, { cookie: here[maker].cookie }]) {
      expect((await create(who, { name: "n", role })).status).toBe(expected);
    }
  });

  const wrong: [string, unknown, string[]][] = [
    ["nothing", {}, ["name", "role"]],
    ["an empty name", { name: "  ", role: "viewer" }, ["name"]],
    ["a long name", { name: "n".repeat(101), role: "viewer" }, ["name"]],
    ["a NUL", { name: "a\u0000", role: "viewer" }, ["name"]],
    ["half a surrogate pair", { name: "a\ud800", role: "viewer" }, ["name"]],
    ["an unknown role", { name: "n", role: "king" }, ["role"]],
    ["a date without time", { name: "n", role: "viewer", expires_at: "2090-01-01" }, ["expires_at"]],
    ["30 February", { name: "n", role: "viewer", expires_at: "2090-02-30T00:00:00Z" }, ["expires_at"]],
    ["no offset", { name: "n", role: "viewer", expires_at: "2090-01-01T00:00:00" }, ["expires_at"]],
    ["the past", { name: "n", role: "viewer", expires_at: "2020-01-01T00:00:00Z" }, ["expires_at"]],
    ["year 0", { name: "n", role: "viewer", expires_at: "0000-01-01T00:00:00Z" }, ["expires_at"]],
    ["an unknown scope", { name: "n", role: "viewer", scopes: ["everything"] }, ["scopes.0"]],
    ["no scope", { name: "n", role: "viewer", scopes: [] }, ["scopes"]],
    ["a scope beyond its role", { name: "n", role: "viewer", scopes: ["runs.write"] }, ["scopes"]],
    ["a field too many", { name: "n", role: "viewer", token: "trb_mine" }, ["token"]],
  ];
  it.each(wrong)("refuses %s", async (_, body, paths) => {
    const answer = await create(as("owner"), body);
    expect(answer.status).toBe(400);
    expect(answer.body.errors.map(({ path }: { path: string }) => path)).toEqual(paths);
  });

  it("keeps a token to its scopes, and what it makes to no more", async () => {
    const scopes = ["tokens.write", "tokens.read", "tokens.read"];
    const { status, body } = await create(as("owner"), { name: "kept", role: "admin", scopes });
    expect([status, body.scopes]).toEqual([201, ["tokens.write", "tokens.read"]]);
    const who = { token: body.token };
    expect((await list(who)).status).toBe(200);
    expect((await create(who, { name: "all", role: "viewer" })).status).toBe(403);
    expect((await create(who, { name: "n", role: "viewer", scopes: ["runs.read"] })).status).toBe(403);
    expect((await create(who, { name: "n", role: "viewer", scopes: ["tokens.read"] })).status).toBe(201);
  });

  it("takes an instant with any offset, up to the last year", async () => {
    const answer = await create(as("viewer"), {
      name: "n",
      role: "viewer",
      expires_at: "9999-12-31T23:59:59+05:45",
    });
    expect(answer).toMatchObject({ status: 201, body: { expires_at: "9999-12-31T18:14:59.000Z" } });
  });

  it("doesn't let a token make one that outlives it", async () => {
    const maker = await create(as("admin"), { name: "short", role: "editor", expires_at: inMs(hour) });
    const who = { token: maker.body.token };
    const body = { name: "n", role: "viewer" };
    expect((await create(who, body)).status).toBe(403);
    expect((await create(who, { ...body, expires_at: inMs(2 * hour) })).status).toBe(403);
    expect((await create(who, { ...body, expires_at: inMs(hour) })).status).toBe(201);
  });
});

describe("list", () => {
  it("shows members their own, admins all, and nothing secret", async () => {
    const own = async (who: Who) =>
      (await list(who, { limit: 200 })).body.items.map((item: { created_by: string }) => item.created_by);
    expect(new Set(await own(as("viewer")))).toEqual(new Set([here.viewer.userId]));
    expect(new Set(await own({ cookie: here.editor.cookie }))).toEqual(new Set([here.editor.userId]));
    const everybody = new Set(roles.map((role) => here[role].userId));
    expect(new Set(await own(as("admin")))).toEqual(everybody);
    const admins = await created(as("admin"), "viewer");
    expect(new Set(await own(admins))).toEqual(new Set([here.admin.userId]));
    const text = JSON.stringify((await list(as("owner"))).body);
    for (const role of roles) expect(text).not.toContain(here[role].token.slice(0, -4));
  });

  it("pages through them, the newest first", async () => {
    const made: string[] = [];
    for (let at = 0; at < 5; at += 1) made.unshift((await created(as("editor"))).id);
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const page = await list(as("editor"), { limit: 2, ...(cursor ? { cursor } : {}) });
      seen.push(...page.body.items.map(({ id }: { id: string }) => id));
      cursor = page.body.next_cursor;
    } while (cursor);
    expect(seen).toEqual([...made, here.editor.tokenId]);
  });

  it.each([
    "x",
    Buffer.from('["2026-02-30T00:00:00.000000Z","0b6f2f5e-6f0e-4a53-9b1a-5a3f9d1c7e42"]').toString(
      "base64url",
    ),
    Buffer.from('["2026-01-01T00:00:00.000000Z","1"]').toString("base64url"),
  ])("refuses the cursor %s", async (cursor) => {
    expect((await list(as("viewer"), { cursor })).status).toBe(400);
  });
});

describe("revoke", () => {
  it("ends a token at its next request, and says so in the list", async () => {
    const { id, token } = await created(as("editor"));
    expect((await list({ token })).status).toBe(200);
    expect(await revoke(as("editor"), id)).toMatchObject({ status: 204, body: undefined });
    expect((await list({ token })).status).toBe(401);
    const shown = (await list(as("editor"))).body.items.find((item: { id: string }) => item.id === id);
    expect(shown.revoked_at).toBe(now.toISOString());
    now = new Date(now.getTime() + hour);
    expect((await revoke(as("editor"), id)).status).toBe(204);
    const again = (await list(as("editor"))).body.items.find((item: { id: string }) => item.id === id);
    expect(again.revoked_at).toBe(shown.revoked_at);
  });

  it("may end the token that asks for it", async () => {
    expect((await revoke(as("viewer"), here.viewer.tokenId)).status).toBe(204);
    expect((await revoke(as("viewer"), here.viewer.tokenId)).status).toBe(401);
  });

  const pairs = roles.flatMap((who) => roles.map((whose) => ({ who, whose })));
  it.each(pairs)("$who revokes $whose's", async ({ who, whose }) => {
    const isAllowed = who === whose || hasRole(who, "admin");
    const { id, token } = await created(as(whose));
    expect((await revoke(as(who), id)).status).toBe(isAllowed ? 204 : 404);
    expect((await list({ token })).status).toBe(isAllowed ? 401 : 200);
  });

  it("answers the same for foreign, missing and impossible ids", async () => {
    const missing = "0b6f2f5e-6f0e-4a53-9b1a-5a3f9d1c7e42";
    for (const id of [here.foreign.tokenId, missing, "nope", "%00"]) {
      const { status, body } = await revoke(as("owner"), id);
      expect({ status, detail: body.detail }).toEqual({
        status: 404,
        detail: `There is no token “${id}” in this workspace.`,
      });
    }
    const theirs = { params: { workspace_id: here.foreign.workspaceId }, token: here.foreign.token };
    expect((await call(GET, theirs)).status).toBe(200);
  });
});
