import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { DELETE, PATCH } from "#app/v1/workspaces/[workspace_id]/members/[user_id]/route.ts";
import { GET } from "#app/v1/workspaces/[workspace_id]/members/route.ts";
import { POST as createToken } from "#app/v1/workspaces/[workspace_id]/tokens/route.ts";
import { withScope } from "#db/scope.ts";
import { createTestDatabase, type TestDatabase } from "#db/testing/database.ts";
import { hasRole, type Role, roles } from "#lib/auth/permissions.ts";
import { createActor, createWorkspace, type TestActor, type TestWorkspace } from "#lib/testing/actors.ts";
import { type Call, call } from "#lib/testing/call.ts";
import { useServices } from "#lib/testing/services.ts";

let database: TestDatabase;
let here: TestWorkspace;

beforeAll(async () => {
  database = await createTestDatabase({ max: 8 });
  await useServices(database);
});
afterAll(() => database[Symbol.asyncDispose]());
beforeEach(async () => {
  here = await createWorkspace(database);
});

type Who = Pick<Call, "token" | "cookie">;

const params = (userId: string) => ({ workspace_id: here.workspaceId, user_id: userId });
const list = (who: Who, query: Call["query"] = {}) =>
  call(GET, { params: { workspace_id: here.workspaceId }, ...who, query });
const patch = (who: Who, userId: string, body: unknown) =>
  call(PATCH, { params: params(userId), ...who, body });
const remove = (who: Who, userId: string) => call(DELETE, { params: params(userId), ...who });
const add = (role: Role): Promise<TestActor> => createActor(database, here.workspaceId, role);
const ofSession = ({ cookie }: TestActor): Who => ({ cookie });

async function rolesNow(): Promise<Record<string, Role>> {
  const { items } = (await list({ token: here.viewer.token }, { limit: 200 })).body;
  return Object.fromEntries(
    items.map((member: { user_id: string; role: Role }) => [member.user_id, member.role]),
  );
}

describe("list", () => {
  it("shows every member to every member, and no one of another workspace", async () => {
    for (const role of roles) {
      const { status, body } = await list({ token: here[role].token });
      expect(status).toBe(200);
      const expected = roles.toReversed().map((shown) => ({
        user_id: here[shown].userId,
        email: here[shown].email,
        name: shown,
        role: shown,
        joined_at: expect.any(String),
      }));
      expect(body).toEqual({ items: expected, next_cursor: null });
    }
    expect((await list({ token: here.foreign.token })).status).toBe(403);
  });

  it("pages in the order they joined", async () => {
    const last = await add("viewer");
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const page = await list({ token: here.viewer.token }, { limit: 2, ...(cursor ? { cursor } : {}) });
      seen.push(...page.body.items.map((member: { user_id: string }) => member.user_id));
      cursor = page.body.next_cursor;
    } while (cursor);
    expect(seen).toEqual([...roles.toReversed().map((role) => here[role].userId), last.userId]);
  });
});

describe("change of role", () => {
  const cases = roles.flatMap((who) => roles.flatMap((from) => roles.map((to) => ({ who, from, to }))));
  it.each(cases)("$who makes a $from a $to", async ({ who, from, to }) => {
    const member = await add(from);
    const isAllowed = hasRole(who, "admin") && hasRole(who, from) && hasRole(who, to);
    const answer = await patch({ token: here[who].token }, member.userId, { role: to });
    expect(answer.status).toBe(isAllowed ? 200 : 403);
    if (isAllowed) expect(answer.body).toMatchObject({ user_id: member.userId, role: to });
    expect((await rolesNow())[member.userId]).toBe(isAllowed ? to : from);
  });

  it("counts at the next request, for session and tokens", async () => {
    const { userId, token, cookie } = await add("admin");
    await patch({ token: here.admin.token }, userId, { role: "viewer" });
    for (const who of [{ token }, { cookie }]) {
      expect((await patch(who, here.viewer.userId, { role: "editor" })).status).toBe(403);
      expect((await list(who)).status).toBe(200);
    }
  });

  it("lets an admin step down, and nobody up", async () => {
    expect((await patch(ofSession(here.admin), here.admin.userId, { role: "owner" })).status).toBe(403);
    expect((await patch(ofSession(here.editor), here.editor.userId, { role: "admin" })).status).toBe(403);
    expect((await patch(ofSession(here.admin), here.admin.userId, { role: "editor" })).status).toBe(200);
    expect((await patch(ofSession(here.admin), here.viewer.userId, { role: "editor" })).status).toBe(403);
  });

  it("keeps the last owner", async () => {
    const answer = await patch({ token: here.owner.token }, here.owner.userId, { role: "admin" });
    expect(answer.status).toBe(409);
    expect(answer.body.detail).toContain("last owner");
    expect((await patch({ token: here.owner.token }, here.owner.userId, { role: "owner" })).status).toBe(200);
    const second = await add("owner");
    expect((await patch(ofSession(second), here.owner.userId, { role: "viewer" })).status).toBe(200);
    expect((await patch(ofSession(second), second.userId, { role: "viewer" })).status).toBe(409);
  });

  it.each([[{}], [{ role: "king" }], [{ role: null }], [{ role: "viewer", user_id: "x" }]])(
    "refuses %j",
    async (body) => {
      expect((await patch({ token: here.owner.token }, here.viewer.userId, body)).status).toBe(400);
    },
  );
});

describe("removal", () => {
  const cases = roles.flatMap((who) => roles.map((whom) => ({ who, whom })));
  it.each(cases)("$who removes a $whom", async ({ who, whom }) => {
    const member = await add(whom);
    const isAllowed = hasRole(who, "admin") && hasRole(who, whom);
    expect((await remove({ token: here[who].token }, member.userId)).status).toBe(isAllowed ? 204 : 403);
    expect(await rolesNow()).toEqual(
      isAllowed
        ? expect.not.objectContaining({ [member.userId]: whom })
        : expect.objectContaining({ [member.userId]: whom }),
    );
  });

  it.each(roles)("lets a %s leave who signed in, not by a lesser token", async (role) => {
    const member = await add(role);
    const { body } = await call(createToken, {
      params: { workspace_id: here.workspaceId },
      token: member.token,
      body: { name: "n", role: "viewer" },
    });
    expect((await remove({ token: body.token }, member.userId)).status).toBe(403);
    expect((await remove(ofSession(member), member.userId)).status).toBe(204);
    expect((await list(ofSession(member))).status).toBe(403);
  });

  it("shuts the door at the next request, and their tokens stay revoked should they come back", async () => {
    const { userId, token, cookie } = await add("editor");
    await remove({ token: here.admin.token }, userId);
    expect((await list({ cookie })).status).toBe(403);
    expect((await list({ token })).status).toBe(401);
    await withScope(database.db, { workspaceId: here.workspaceId }, (trx) =>
      trx
        .insertInto("memberships")
        .values({ workspace_id: here.workspaceId, user_id: userId, role: "editor" })
        .execute(),
    );
    expect((await list({ cookie })).status).toBe(200);
    expect((await list({ token })).status).toBe(401);
  });

  it("leaves their tokens of other workspaces alone", async () => {
    const { foreign } = here;
    await withScope(database.db, { workspaceId: here.workspaceId }, (trx) =>
      trx
        .insertInto("memberships")
        .values({ workspace_id: here.workspaceId, user_id: foreign.userId, role: "viewer" })
        .execute(),
    );
    expect((await remove({ token: here.admin.token }, foreign.userId)).status).toBe(204);
    const theirs = { params: { workspace_id: foreign.workspaceId }, token: foreign.token };
    expect((await call(GET, theirs)).status).toBe(200);
  });

  it("keeps the last owner, who can't leave", async () => {
    expect((await remove(ofSession(here.owner), here.owner.userId)).status).toBe(409);
    const second = await add("owner");
    expect((await remove(ofSession(here.owner), here.owner.userId)).status).toBe(204);
    expect((await remove(ofSession(second), second.userId)).status).toBe(409);
  });

  it("answers the same for strangers, missing and impossible ids", async () => {
    const missing = "0b6f2f5e-6f0e-4a53-9b1a-5a3f9d1c7e42";
    for (const userId of [here.foreign.userId, missing, "nope"]) {
      const expected = { status: 404, body: { detail: expect.stringContaining(`“${userId}”`) } };
      expect(await remove({ token: here.owner.token }, userId)).toMatchObject(expected);
      expect(await patch({ token: here.owner.token }, userId, { role: "viewer" })).toMatchObject(expected);
    }
  });
});

describe("the last owner", () => {
  const moves = [
    {
      name: "remove each other",
      move: (one: TestActor, other: TestActor) => remove(ofSession(one), other.userId),
    },
    {
      name: "demote each other",
      move: (one: TestActor, other: TestActor) => patch(ofSession(one), other.userId, { role: "viewer" }),
    },
    { name: "leave together", move: (one: TestActor) => remove(ofSession(one), one.userId) },
    {
      name: "step down together",
      move: (one: TestActor) => patch(ofSession(one), one.userId, { role: "viewer" }),
    },
  ];
  it.each(moves)("stays when two $name", async ({ move }) => {
    for (let round = 0; round < 8; round += 1) {
      here = await createWorkspace(database);
      const [one, other] = [here.owner, await add("owner")];
      const statuses = (await Promise.all([move(one, other), move(other, one)])).map(({ status }) => status);
      expect(Math.min(...statuses)).toBeLessThan(300);
      expect([403, 409]).toContain(Math.max(...statuses));
      const { items } = (await list({ token: here.viewer.token })).body;
      expect(items.filter(({ role }: { role: Role }) => role === "owner")).toHaveLength(1);
    }
  });
});
