import { randomUUID } from "node:crypto";
import type { PgBoss } from "pg-boss";
import { afterAll, beforeAll, expect, it } from "vitest";
import {
  GET as getOne,
  PATCH as patchOne,
} from "#app/v1/workspaces/[workspace_id]/schedules/[connector_id]/route.ts";
import { GET as list } from "#app/v1/workspaces/[workspace_id]/schedules/route.ts";
import { createTestDatabase, type TestDatabase } from "#db/testing/database.ts";
import { createToken, hashToken } from "#lib/auth/token-format.ts";
import type { RouteHandler } from "#lib/http/route.ts";
import { openStage, type Stage } from "#lib/schedules/testing/seed.ts";
import { setServices, startSender } from "#lib/services.ts";
import { GET as preview } from "./preview/route.ts";

let database: TestDatabase;
let boss: PgBoss;
let stage: Stage;
let admin: string;
let editor: string;

const now = new Date("2026-11-24T09:20:00Z");
const ten = new Date("2026-11-24T10:00:00Z");

beforeAll(async () => {
  database = await createTestDatabase();
  boss = await startSender(database.db);
  stage = await openStage(database);
  setServices({ db: database.db, boss, now: () => now });
  [admin, editor] = [await tokenFor("admin"), await tokenFor("editor")];
  await stage.add("crawl", { type: "cron", value: "0 * * * *", nextRunAt: ten });
});

afterAll(async () => {
  await boss.stop({ graceful: false });
  await stage.close();
  await database[Symbol.asyncDispose]();
});

async function tokenFor(role: string): Promise<string> {
  const [token, userId] = [createToken(), randomUUID()];
  const workspace_id = stage.workspaceId;
  await stage.admin
    .insertInto("users")
    .values({ id: userId, email: `${userId}@x.test`, name: role })
    .execute();
  await stage.admin.insertInto("memberships").values({ workspace_id, user_id: userId, role }).execute();
  await stage.admin
    .insertInto("api_tokens")
    .values({
      workspace_id,
      id: randomUUID(),
      name: role,
      role,
      token_hash: hashToken(token),
      hint: "…",
      created_by: userId,
    })
    .execute();
  return token;
}

type Call = {
  method?: string;
  token?: string;
  body?: unknown;
  headers?: Record<string, string>;
  id?: string;
};

async function call(door: RouteHandler, path: string, { method = "GET", token = admin, ...rest }: Call = {}) {
  const request = new Request(`http://127.0.0.1${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json", ...rest.headers },
    body: rest.body === undefined ? undefined : JSON.stringify(rest.body),
  });
  const params: Record<string, string> = {
    workspace_id: stage.workspaceId,
    connector_id: rest.id ?? "crawl",
  };
  const response = await door(request, { params: Promise.resolve(params) });
  return { status: response.status, etag: response.headers.get("etag"), body: await response.json() };
}

it("previews in words and instants", async () => {
  const query = "scheduler_type=cron&scheduler_value=0+9+13+*+5&timezone=America/Sao_Paulo&count=2";
  expect(await call(preview, `/v1/schedules/preview?${query}`)).toMatchObject({
    status: 200,
    body: {
      description: "At 09:00, either on day 13 of the month or on Friday",
      timezone: "America/Sao_Paulo",
      instants: ["2026-11-27T12:00:00.000Z", "2026-12-04T12:00:00.000Z"],
    },
  });
  // In a query string, the plus of an offset is a space.
  const when = "scheduler_type=when&scheduler_value=2026-12-01T09:00+02:00";
  expect((await call(preview, `/v1/schedules/preview?${when}`)).body.instants).toEqual([
    "2026-12-01T07:00:00.000Z",
  ]);
});

it.each([
  ["", ["scheduler_type"]],
  ["?scheduler_type=cron&scheduler_value=0+0+30+2+*&timezone=Nowhere", ["timezone", "scheduler_value"]],
  ["?scheduler_type=when&scheduler_value=2026-11-24T06:20Z", ["scheduler_value"]],
  ["?scheduler_type=imed&count=1000", ["count"]],
  ["?scheduler_type=imed&cuont=1", ["cuont"]],
])("names what is wrong with preview%s", async (query, paths) => {
  const { status, body } = await call(preview, `/v1/schedules/preview${query}`);
  expect(status).toBe(400);
  expect(body.errors.map((error: { path: string }) => error.path)).toEqual(paths);
});

it("lists, gets and patches with If-Match", async () => {
  const listed = await call(list, "/v1/workspaces/w/schedules?state=active&limit=1");
  expect(listed.body).toMatchObject({ items: [{ connector_id: "crawl" }], next_cursor: null });
  const got = await call(getOne, "/v1/workspaces/w/schedules/crawl");
  expect(got).toMatchObject({ status: 200, etag: '"1"', body: { description: "Every hour" } });

  const change = { scheduler_value: "30 6 * * *", timezone: "Asia/Kathmandu", missed: "skip" };
  const headers = { "if-match": '"1"' };
  const patched = await call(patchOne, "/x", { method: "PATCH", body: change, headers });
  expect(patched).toMatchObject({
    status: 200,
    etag: '"2"',
    body: { value: "30 6 * * *", next_run_at: "2026-11-25T00:45:00.000Z", missed: "skip" },
  });
  expect(await stage.occurrences()).toEqual([["crawl", "2026-11-25T00:45:00.000Z"]]);
  const again = await call(patchOne, "/x", { method: "PATCH", body: { state: "paused" }, headers });
  expect(again.status).toBe(412);
});

it("pauses with its reason, resumes, and writes nothing else down", async () => {
  const body = { state: "paused", pause_reason: "Moving house" };
  const paused = await call(patchOne, "/x", { method: "PATCH", body });
  expect(paused.body).toMatchObject({ state: "paused", next_run_at: null, pause_reason: "Moving house" });
  expect(await stage.occurrences()).toEqual([]);
  const resumed = await call(patchOne, "/x", { method: "PATCH", body: { state: "active" } });
  expect(resumed.body).toMatchObject({ state: "active", pause_reason: null });
  const actions = await stage.admin.selectFrom("audit_log").select("action").orderBy("id").execute();
  expect(actions.map((row) => row.action)).toEqual(["schedule.update", "schedule.pause", "schedule.resume"]);
});

it.each([
  [{}, 400],
  [{ state: "done" }, 400],
  [{ scheduler_value: "not cron" }, 400],
  [{ cron: "* * * * *" }, 400],
])("refuses the patch %o", async (body, status) => {
  expect((await call(patchOne, "/x", { method: "PATCH", body })).status).toBe(status);
});

it("asks for an admin, and knows no other connector", async () => {
  const body = { missed: "skip" };
  expect((await call(patchOne, "/x", { method: "PATCH", body, token: editor })).status).toBe(403);
  expect((await call(patchOne, "/x", { method: "PATCH", body, id: "other" })).status).toBe(404);
  expect((await call(getOne, "/x", { token: editor })).status).toBe(200);
  expect((await call(getOne, "/x", { id: "other" })).status).toBe(404);
});
