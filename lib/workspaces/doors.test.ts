import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { DELETE, GET, PATCH } from "#app/v1/workspaces/[workspace_id]/route.ts";
import { POST } from "#app/v1/workspaces/route.ts";
import { createTestDatabase, type TestDatabase } from "#db/testing/database.ts";
import { hasRole, roles } from "#lib/auth/permissions.ts";
import { createWorkspace, type TestWorkspace } from "#lib/testing/actors.ts";
import { type Call, call } from "#lib/testing/call.ts";
import { useServices } from "#lib/testing/services.ts";

let database: TestDatabase;
let here: TestWorkspace;

beforeAll(async () => {
  database = await createTestDatabase();
  await useServices(database);
});
afterAll(() => database[Symbol.asyncDispose]());
beforeEach(async () => {
  here = await createWorkspace(database);
});

type Who = Pick<Call, "token" | "cookie">;

const create = (who: Who, body: unknown) => call(POST, { ...who, body });
const get = (who: Who, workspaceId = here.workspaceId) =>
  call(GET, { params: { workspace_id: workspaceId }, ...who });
const patch = (who: Who, body: unknown) =>
  call(PATCH, { params: { workspace_id: here.workspaceId }, ...who, body });
const remove = (who: Who, query: Call["query"]) =>
  call(DELETE, { params: { workspace_id: here.workspaceId }, ...who, query });

describe("create", () => {
  it("makes a workspace that its maker owns, beside what they had", async () => {
    const who = { cookie: here.viewer.cookie };
    const { status, body, headers } = await create(who, { name: " Second ", time_zone: "Asia/Kathmandu" });
    expect(status).toBe(201);
    expect(body).toEqual({
      id: expect.any(String),
      name: "Second",
      time_zone: "Asia/Kathmandu",
      retention_days: 30,
      role: "owner",
      created_at: expect.any(String),
      updated_at: expect.any(String),
    });
    expect(headers.get("location")).toBe(`/v1/workspaces/${body.id}`);
    expect(await get(who, body.id)).toMatchObject({ status: 200, body });
    expect((await get({ cookie: here.owner.cookie }, body.id)).status).toBe(403);
    expect((await get(who)).body.role).toBe("viewer");
  });

  it("is for people, not for tokens or anonymous callers", async () => {
    const answer = await create({ token: here.owner.token }, { name: "Second" });
    expect(answer).toMatchObject({ status: 403, body: { detail: expect.stringContaining("Sign in") } });
    expect((await create({}, { name: "Second" })).status).toBe(401);
    const foreign = { "sec-fetch-site": "cross-site" };
    const forged = { cookie: here.owner.cookie, headers: foreign, body: { name: "Second" } };
    expect((await call(POST, forged)).status).toBe(403);
  });

  it.each([
    [{}, ["name"]],
    [{ name: " " }, ["name"]],
    [{ name: "n".repeat(101) }, ["name"]],
    [{ name: "n", time_zone: "+02:00" }, ["time_zone"]],
    [{ name: "n", time_zone: "Mars/Olympus" }, ["time_zone"]],
    [{ name: 1, time_zone: null, id: "mine" }, ["name", "time_zone", "id"]],
  ])("refuses %j", async (body, paths) => {
    const answer = await create({ cookie: here.owner.cookie }, body);
    expect(answer.status).toBe(400);
    expect(answer.body.errors.map(({ path }: { path: string }) => path)).toEqual(paths);
  });
});

describe("get", () => {
  it.each(roles)("shows a %s the workspace and their role", async (role) => {
    const body = { id: here.workspaceId, name: "Here", time_zone: "Etc/UTC", retention_days: 30, role };
    expect(await get({ token: here[role].token })).toMatchObject({ status: 200, body });
  });
});

describe("patch", () => {
  it.each(roles)("by a %s", async (role) => {
    const answer = await patch({ token: here[role].token }, { name: "There" });
    expect(answer.status).toBe(hasRole(role, "admin") ? 200 : 403);
    const { name } = (await get({ token: here.viewer.token })).body;
    expect(name).toBe(hasRole(role, "admin") ? "There" : "Here");
  });

  it("changes what is named and leaves the rest", async () => {
    const who = { token: here.admin.token };
    const zone = await patch(who, { time_zone: "America/Sao_Paulo" });
    expect(zone.body).toMatchObject({ name: "Here", time_zone: "America/Sao_Paulo", retention_days: 30 });
    const days = await patch(who, { retention_days: 3650 });
    expect(days.body).toMatchObject({ name: "Here", time_zone: "America/Sao_Paulo", retention_days: 3650 });
    expect((await get(who)).body).toEqual(days.body);
    expect(Date.parse(days.body.updated_at)).toBeGreaterThanOrEqual(Date.parse(days.body.created_at));
  });

  it.each([
    {},
    { name: "" },
    { time_zone: "Nowhere" },
    { time_zone: "" },
    { retention_days: 0 },
    { retention_days: 3651 },
    { retention_days: 1.5 },
    { retention_days: "30" },
    { retention_days: 1e20 },
    { created_at: "2026-01-01T00:00:00Z" },
  ])("refuses %j", async (body) => {
    expect((await patch({ token: here.admin.token }, body)).status).toBe(400);
  });
});

describe("delete", () => {
  it.each(roles)("by a %s who repeats the name", async (role) => {
    const isAllowed = role === "owner";
    const answer = await remove({ token: here[role].token }, { confirm: "Here" });
    expect(answer.status).toBe(isAllowed ? 204 : 403);
    expect((await get({ cookie: here.viewer.cookie })).status).toBe(isAllowed ? 404 : 200);
    expect((await get({ token: here.viewer.token })).status).toBe(isAllowed ? 401 : 200);
  });

  it.each([
    {},
    { confirm: "" },
    { confirm: "here" },
    { confirm: "Here " },
    { confirm: "Here", force: "yes" },
  ])("refuses %j", async (query) => {
    expect((await remove({ token: here.owner.token }, query as Call["query"])).status).toBe(400);
    expect((await get({ token: here.owner.token })).status).toBe(200);
  });

  it("leaves its people their other workspaces, and their names and sessions", async () => {
    const who = { cookie: here.owner.cookie };
    const other = (await create(who, { name: "Other" })).body.id;
    expect((await remove(who, { confirm: "Here" })).status).toBe(204);
    expect((await get(who, other)).status).toBe(200);
    expect((await get({ token: here.foreign.token }, here.foreign.workspaceId)).status).toBe(200);
  });
});
