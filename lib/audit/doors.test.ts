import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { POST as createConnector } from "#app/v1/connector/create_connector/[workspace_id]/route.ts";
import { GET } from "#app/v1/workspaces/[workspace_id]/audit-log/route.ts";
import { POST as invite } from "#app/v1/workspaces/[workspace_id]/invitations/route.ts";
import { DELETE as removeMember } from "#app/v1/workspaces/[workspace_id]/members/[user_id]/route.ts";
import { PATCH as patchWorkspace } from "#app/v1/workspaces/[workspace_id]/route.ts";
import { POST as createToken } from "#app/v1/workspaces/[workspace_id]/tokens/route.ts";
import { withScope } from "#db/scope.ts";
import { createTestDatabase, type TestDatabase } from "#db/testing/database.ts";
import { recordAudit } from "#lib/audit/record.ts";
import { roles } from "#lib/auth/permissions.ts";
import type { Context, Services } from "#lib/context.ts";
import { createActor, createWorkspace, type TestWorkspace } from "#lib/testing/actors.ts";
import { type Call, call } from "#lib/testing/call.ts";
import { useServices } from "#lib/testing/services.ts";

let database: TestDatabase;
let services: Services;
let here: TestWorkspace;

const canary = "canary-7f3e-secret";

beforeAll(async () => {
  database = await createTestDatabase();
  services = await useServices(database);
  here = await createWorkspace(database);
});
afterAll(() => database[Symbol.asyncDispose]());

type Entry = { id: string; at: string; actor: unknown; action: string; target_id: string };

const at = (place = here.workspaceId) => ({ workspace_id: place });
const list = (query: Call["query"] = {}, token = here.admin.token) =>
  call(GET, { params: at(), token, query });
const entries = async (query: Call["query"] = {}): Promise<Entry[]> => (await list(query)).body.items;

function makeConnector(id: string, who: Pick<Call, "token" | "cookie">) {
  const slots = { url: "https://docs.example.com/", extraction_type: "all", email: here.viewer.email };
  const credentials = { headers: { authorization: canary }, password: canary };
  return call(createConnector, {
    params: at(),
    ...who,
    query: { scheduler_type: "imed" },
    body: { id, name: id, type: "web_scraper", slots, credentials },
  });
}

describe("the audit log", () => {
  it("tells who did what, when and by which request", async () => {
    const made = await makeConnector("docs", { cookie: here.editor.cookie });
    expect(made.status).toBe(201);
    const [entry] = await entries();
    expect(entry).toEqual({
      id: expect.any(String),
      at: expect.stringMatching(/Z$/),
      actor: { type: "user", id: here.editor.userId, name: "editor", email: here.editor.email },
      action: "connector.create",
      target_type: "connector",
      target_id: "docs",
      details: { name: "docs", type: "web_scraper", scheduler_type: "imed", scheduler_value: null },
      request_id: made.headers.get("x-request-id"),
    });
  });

  it("names tokens, and the system", async () => {
    await makeConnector("by-token", { token: here.editor.token });
    const ctx: Context = {
      ...services,
      workspaceId: here.workspaceId,
      timeZone: "Etc/UTC",
      actor: { type: "system", name: "retention" },
      role: "owner",
      requestId: "none",
    };
    await withScope(database.db, ctx, (trx) =>
      recordAudit(ctx, trx, { action: "run.cancel", targetType: "run", targetId: "x" }),
    );
    const [system, token] = await entries();
    expect(token?.actor).toEqual({
      type: "token",
      id: here.editor.tokenId,
      name: "editor's",
      email: here.editor.email,
    });
    expect(system).toMatchObject({
      actor: { type: "system", id: null, name: "Tributary", email: null },
      details: {},
    });
  });

  it("still names those who left, and their tokens", async () => {
    const leaver = await createActor(database, here.workspaceId, "editor");
    await makeConnector("leavers", { cookie: leaver.cookie });
    await makeConnector("leavers-token", { token: leaver.token });
    const params = { ...at(), user_id: leaver.userId };
    expect((await call(removeMember, { params, token: here.admin.token })).status).toBe(204);
    const [removal, token, session] = await entries({ limit: 3 });
    const { userId: id, tokenId, email } = leaver;
    expect(session?.actor).toEqual({ type: "user", id, name: "editor", email });
    expect(token?.actor).toEqual({ type: "token", id: tokenId, name: "editor's", email });
    expect(removal).toMatchObject({ action: "member.remove", target_id: id, details: { email } });
  });

  it("is for admins of its workspace", async () => {
    const statuses = await Promise.all(roles.map(async (role) => (await list({}, here[role].token)).status));
    expect(statuses).toEqual([403, 403, 200, 200]);
    const theirs = await call(GET, { params: at(here.foreign.workspaceId), token: here.foreign.token });
    expect(theirs).toMatchObject({ status: 200, body: { items: [], next_cursor: null } });
  });

  it("never holds a secret", async () => {
    await makeConnector("secretive", { token: here.owner.token });
    const token = await call(createToken, {
      params: at(),
      token: here.owner.token,
      body: { name: "n", role: "viewer" },
    });
    const invitation = await call(invite, {
      params: at(),
      token: here.owner.token,
      body: { email: "a@example.com", role: "viewer" },
    });
    await call(patchWorkspace, { params: at(), token: here.owner.token, body: { retention_days: 7 } });
    const items = await entries({ limit: 200 });
    expect(items.slice(0, 4).map(({ action }) => action)).toEqual([
      "workspace.update",
      "invitation.create",
      "token.create",
      "connector.create",
    ]);
    const text = JSON.stringify(items);
    const code = invitation.body.url.split("/").at(-1);
    for (const secret of [canary, token.body.token, token.body.token.slice(4, 40), code]) {
      expect(secret.length).toBeGreaterThan(10);
      expect(text).not.toContain(secret);
    }
  });

  it("pages, the newest first, without a gap between entries of one instant", async () => {
    const all = await entries({ limit: 200 });
    expect(all.length).toBeGreaterThan(6);
    await withScope(database.db, { workspaceId: here.workspaceId }, (trx) =>
      trx
        .updateTable("audit_log")
        .set({ at: new Date("2026-11-24T12:00:00Z") })
        .execute(),
    );
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const page = await list({ limit: 2, ...(cursor ? { cursor } : {}) });
      seen.push(...page.body.items.map(({ id }: Entry) => id));
      cursor = page.body.next_cursor;
    } while (cursor);
    expect(seen.toSorted()).toEqual(all.map(({ id }) => id).toSorted());
    expect(seen).toEqual(seen.toSorted().toReversed());
  });
});

describe("filters", () => {
  const noon = new Date("2026-11-24T12:00:00Z");

  beforeAll(async () => {
    await withScope(database.db, { workspaceId: here.workspaceId }, async (trx) => {
      await trx.updateTable("audit_log").set({ at: noon }).execute();
      await trx
        .updateTable("audit_log")
        .set({ at: new Date("2026-11-23T12:00:00Z") })
        .where("target_id", "=", "docs")
        .execute();
    });
  });

  const found: [Call["query"], (entry: Entry) => boolean][] = [
    [{ action: "token.create" }, ({ action }) => action === "token.create"],
    [{ target_type: "connector" }, ({ action }) => action.startsWith("connector.")],
    [{ target_id: "docs" }, ({ target_id }) => target_id === "docs"],
    [{ since: "2026-11-24T12:00:00Z" }, ({ target_id }) => target_id !== "docs"],
    [{ since: "2026-11-24T14:00:00+02:00" }, ({ target_id }) => target_id !== "docs"],
    [{ since: "2026-11-24T14:00:00 02:00" }, ({ target_id }) => target_id !== "docs"],
    [{ until: "2026-11-24T12:00:00Z" }, ({ target_id }) => target_id === "docs"],
    [
      { since: "2026-11-23T00:00:00Z", until: "2026-11-24T00:00:00Z" },
      ({ target_id }) => target_id === "docs",
    ],
    [{ until: "0000-01-01T00:00:00Z" }, () => false],
    [{ since: "9999-12-31T23:59:59Z" }, () => false],
    [{ action: "nothing.of.the.kind" }, () => false],
    [{ target_id: "docs", action: "connector.create" }, ({ target_id }) => target_id === "docs"],
  ];
  it.each(found)("%j", async (query, isWanted) => {
    const all = await entries({ limit: 200 });
    const expected = all.filter(isWanted).map(({ id }) => id);
    expect((await entries({ ...query, limit: 200 })).map(({ id }) => id)).toEqual(expected);
  });

  it("by actor, a person or a token", async () => {
    for (const actorId of [here.editor.userId, here.editor.tokenId, here.editor.userId.toUpperCase()]) {
      const items = await entries({ actor_id: actorId });
      expect(items).toHaveLength(1);
      expect(items[0]?.actor).toMatchObject({ id: actorId.toLowerCase() });
    }
    expect(await entries({ actor_id: here.foreign.userId })).toEqual([]);
  });

  const wrong: NonNullable<Call["query"]>[] = [
    { actor_id: "me" },
    { since: "yesterday" },
    { since: "2026-11-24" },
    { until: "2026-02-30T00:00:00Z" },
    { action: "a".repeat(101) },
    { target_id: "a\u0000" },
    { limit: 0 },
    { limit: 201 },
    { cursor: "WzFd" },
    { who: "me" },
  ];
  it.each(wrong)("refuses %j", async (query) => {
    expect((await list(query)).status).toBe(400);
  });
});
