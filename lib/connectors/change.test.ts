import { randomUUID } from "node:crypto";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { POST as create } from "#app/v1/connector/create_connector/[workspace_id]/route.ts";
import { POST as createCollection } from "#app/v1/workspaces/[workspace_id]/collections/route.ts";
import {
  PUT as putIn,
  DELETE as takeOut,
} from "#app/v1/workspaces/[workspace_id]/connectors/[connector_id]/collections/[collection_id]/route.ts";
import { POST as pause } from "#app/v1/workspaces/[workspace_id]/connectors/[connector_id]/pause/route.ts";
import { POST as resume } from "#app/v1/workspaces/[workspace_id]/connectors/[connector_id]/resume/route.ts";
import {
  DELETE as deleteOne,
  GET as getOne,
  PATCH as patchOne,
} from "#app/v1/workspaces/[workspace_id]/connectors/[connector_id]/route.ts";
import { GET as list } from "#app/v1/workspaces/[workspace_id]/connectors/route.ts";
import { createTestDatabase, type TestDatabase } from "#db/testing/database.ts";
import type { RouteHandler } from "#lib/http/route.ts";
import { openCredentials } from "#lib/secrets/seal.ts";
import { createWorkspace, type TestWorkspace } from "#lib/testing/actors.ts";
import { type Call, call } from "#lib/testing/call.ts";
import { useServices } from "#lib/testing/services.ts";

let database: TestDatabase;
let admin: pg.Client;
let here: TestWorkspace;
const now = new Date("2026-11-24T12:00:00Z");

beforeAll(async () => {
  database = await createTestDatabase();
  await useServices(database, () => now);
  here = await createWorkspace(database);
  admin = new pg.Client({ connectionString: database.adminUrl });
  await admin.connect();
});
afterAll(async () => {
  await admin.end();
  await database[Symbol.asyncDispose]();
});

type Options = Omit<Call, "params"> & { collection?: string };

function ask(door: RouteHandler, id: string, { collection, ...rest }: Options = {}) {
  const params = { workspace_id: here.workspaceId, connector_id: id };
  return call(door, {
    token: here.editor.token,
    ...rest,
    params: { ...params, ...(collection && { collection_id: collection }) },
  });
}

const cron = { scheduler_type: "cron", scheduler_value: "0 6 * * *" };

async function make(body: object = {}, query: Record<string, string> = cron): Promise<string> {
  const answer = await call(create, {
    params: { workspace_id: here.workspaceId },
    token: here.editor.token,
    query,
    body: { name: "Files", type: "upload", slots: {}, ...body },
  });
  expect(answer.status, JSON.stringify(answer.body)).toBe(201);
  return answer.body.id;
}

async function makeCollection(): Promise<string> {
  const params = { workspace_id: here.workspaceId };
  const { body } = await call(createCollection, {
    params,
    token: here.editor.token,
    body: { name: randomUUID() },
  });
  return body.id;
}

async function rows(text: string, values: unknown[] = []) {
  return (await admin.query(text, values)).rows;
}

const audited = (id: string) =>
  rows(
    "select action, details from audit_log where target_id = $1 and action <> 'connector.create' order by id",
    [id],
  );

describe("patch", () => {
  it("changes what is given, keeps the rest, and counts the version", async () => {
    const id = await make({ slots: { team: { size: 3 }, kept: 1 } });
    const before = (await ask(getOne, id)).body;
    const renamed = await ask(patchOne, id, {
      body: { name: " Contracts " },
      headers: { "if-match": '"1"' },
    });
    expect(renamed.status).toBe(200);
    expect(renamed.headers.get("etag")).toBe('"2"');
    expect(renamed.body).toEqual({ ...before, name: "Contracts" });
    const settled = await ask(patchOne, id, { body: { slots: { team: { size: 4 }, kept: 1, more: [] } } });
    expect(settled.body).toEqual({ ...renamed.body, slots: { team: { size: 4 }, kept: 1, more: [] } });
    expect((await ask(getOne, id)).body).toEqual(settled.body);
    expect(await audited(id)).toEqual([
      { action: "connector.update", details: { from: { name: before.name }, to: { name: "Contracts" } } },
      {
        action: "connector.update",
        details: {
          from: { "slots.team": { size: 3 }, "slots.more": null },
          to: { "slots.team": { size: 4 }, "slots.more": [] },
        },
      },
    ]);
  });

  it("refuses a change of what was changed since it was read", async () => {
    const id = await make();
    await ask(patchOne, id, { body: { name: "First" } });
    for (const tag of ['"1"', '"3"', "2", "nonsense"]) {
      const stale = await ask(patchOne, id, { body: { name: "Late" }, headers: { "if-match": tag } });
      expect(stale.status).toBe(412);
      expect((await ask(deleteOne, id, { headers: { "if-match": tag } })).status).toBe(412);
    }
    expect((await ask(getOne, id)).body.name).toBe("First");
    for (const tag of ['"2"', 'W/"3", "9"', "*"]) {
      expect((await ask(patchOne, id, { body: { name: "Now" }, headers: { "if-match": tag } })).status).toBe(
        200,
      );
    }
  });

  it("replaces and removes credentials, which never come back", async () => {
    const canary = "CANARY-patch";
    const id = await make({ credentials: { password: "CANARY-create" } });
    await admin.query("update connectors set health = 'needs_credentials' where id = $1", [id]);
    const body = { credentials: { password: canary } };
    const replaced = await ask(patchOne, id, { body, headers: { "idempotency-key": "canary" } });
    expect(replaced.body).toMatchObject({ has_credentials: true, health: "ok" });
    const [{ credentials_sealed: sealed }] = await rows(
      "select credentials_sealed from connectors where id = $1",
      [id],
    );
    const owner = { workspaceId: here.workspaceId, connectorId: id };
    expect(openCredentials(sealed, owner)).toEqual({ password: canary });
    const dump = [
      replaced.body,
      (await ask(getOne, id)).body,
      (await call(list, { params: { workspace_id: here.workspaceId }, token: here.owner.token })).body,
      await rows("select row_to_json(a) from audit_log a"),
      await rows("select row_to_json(k) from idempotency_keys k"),
      await rows("select row_to_json(j) from pgboss.job j"),
      await rows("select row_to_json(c) from connectors c"),
    ];
    expect(JSON.stringify(dump)).not.toContain("CANARY");
    expect(Buffer.from(sealed).includes("CANARY")).toBe(false);
    for (const nothing of [null, {}]) {
      const removed = await ask(patchOne, id, { body: { credentials: nothing } });
      expect(removed.body).toMatchObject({ has_credentials: false, health: "ok" });
      expect(await rows("select credentials_sealed from connectors where id = $1", [id])).toEqual([
        { credentials_sealed: null },
      ]);
    }
    const told = ["replaced", "removed", "removed"].map((credentials) => ({ from: {}, to: { credentials } }));
    expect(await audited(id)).toEqual(told.map((details) => ({ action: "connector.update", details })));
  });

  it("takes credentials to no other address than the one that they were given for", async () => {
    const slots = (base_url: string) => ({ base_url, jql_query: "project = A" });
    const credentials = { email: "bot@example.com", api_token: "given" };
    const there = slots("https://here.atlassian.net");
    const id = await make({ type: "jira", slots: there, credentials });
    const elsewhere = { slots: slots("https://attacker.example.com") };
    const refused = await ask(patchOne, id, { body: elsewhere });
    expect(refused.status).toBe(400);
    expect(refused.body.errors).toEqual([
      { path: "credentials", message: expect.stringContaining("https://here.atlassian.net") },
    ]);
    expect((await ask(getOne, id)).body.slots).toMatchObject(there);
    const other = { slots: { ...there, jql_query: "project = B" } };
    expect((await ask(patchOne, id, { body: other })).status).toBe(200);
    expect((await ask(patchOne, id, { body: { ...elsewhere, credentials } })).status).toBe(200);
  });

  it.each([
    [{}, [""]],
    [{ type: "jira" }, ["type"]],
    [{ id: "other" }, ["id"]],
    [{ scheduler: { value: "* * * * *" } }, ["scheduler"]],
    [{ name: "" }, ["name"]],
    [{ name: null, credentials: "x", slots: [] }, ["credentials", "name", "slots"]],
    [{ slots: null }, ["slots"]],
    [
      { slots: { url: "ftp://x", extraction_type: "some" } },
      ["slots.email", "slots.extraction_type", "slots.url"],
    ],
    [
      { slots: { url: "https://example.com", extraction_type: "all", email: "stranger@example.com" } },
      ["slots.email"],
    ],
  ])("names what is wrong with %j, and changes nothing", async (body, paths) => {
    const slots = { url: "https://example.com/a", extraction_type: "all", email: here.viewer.email };
    const id = await make({ type: "web_scraper", slots });
    const answer = await ask(patchOne, id, { body });
    expect(answer.status).toBe(400);
    expect(answer.body.errors.map(({ path }: { path: string }) => path).toSorted()).toEqual(paths);
    expect(await rows("select version, slots from connectors where id = $1", [id])).toEqual([
      { version: 1, slots },
    ]);
  });

  it("loses no change when several come at once", async () => {
    const id = await make();
    const tag = { headers: { "if-match": '"1"' } };
    const all = await Promise.all(
      Array.from({ length: 8 }, (_, at) => ask(patchOne, id, { body: { name: `N${at}` }, ...tag })),
    );
    expect(all.map(({ status }) => status).toSorted()).toEqual([200, ...Array(7).fill(412)]);
  });
});

describe("delete", () => {
  it("takes schedule, jobs, runs and documents along, and says so in the log", async () => {
    const collection = await makeCollection();
    const id = await make({ collection_ids: [collection] }, { scheduler_type: "imed" });
    const planned = await make({ id: `${id}-cron` });
    const jobs = () =>
      rows(
        "select name from pgboss.job where singleton_key = $1 or data->>'run_id' in (select id::text from runs)",
        [`${here.workspaceId}/${planned}`],
      );
    expect((await jobs()).map(({ name }) => name).toSorted()).toEqual(["occurrence", "run"]);
    await admin.query(
      `insert into documents (workspace_id, id, connector_id, key, key_hash, title, text, mime, content_hash)
       values ($1, $2, $3, 'k', '\\x00', 't', 'x', 'text/plain', '\\x00')`,
      [here.workspaceId, randomUUID(), id],
    );
    for (const one of [id, planned]) {
      expect(await ask(deleteOne, one)).toMatchObject({ status: 204, body: undefined });
      expect(await ask(getOne, one)).toMatchObject({ status: 404 });
      expect(await ask(deleteOne, one)).toMatchObject({ status: 404 });
    }
    expect(await jobs()).toEqual([]);
    for (const table of ["schedules", "runs", "documents", "connector_collections"]) {
      expect(
        await rows(`select 1 from ${table} where connector_id = any($1)`, [[id, planned]]),
        table,
      ).toEqual([]);
    }
    expect(await rows("select id from collections where id = $1", [collection])).toHaveLength(1);
    expect(await audited(planned)).toEqual([
      { action: "connector.delete", details: { name: "Files", type: "upload" } },
    ]);
    await make({ id });
  });
});

describe("pause and resume", () => {
  it("stop and start the schedule, with a reason or without", async () => {
    const id = await make();
    const { token } = here.admin;
    const paused = await ask(pause, id, { token, body: { reason: "Moving house" } });
    expect(paused).toMatchObject({
      status: 200,
      body: { id, scheduler: { state: "paused", next_run_at: null } },
    });
    expect(paused.headers.get("etag")).toBe('"1"');
    expect(await rows("select pause_reason from schedules where connector_id = $1", [id])).toEqual([
      { pause_reason: "Moving house" },
    ]);
    expect((await ask(pause, id, { token })).body).toEqual(paused.body);
    const resumed = await ask(resume, id, { token });
    expect(resumed.body.scheduler).toMatchObject({
      state: "active",
      next_run_at: "2026-11-25T06:00:00.000Z",
    });
    expect((await ask(pause, id, { token })).body.scheduler.state).toBe("paused");
    expect(
      await rows("select count(*)::int from pgboss.job where singleton_key = $1", [
        `${here.workspaceId}/${id}`,
      ]),
    ).toEqual([{ count: 0 }]);
  });

  it.each([
    [{ reason: 1 }, 400],
    [{ reason: "x".repeat(501) }, 400],
    [{ why: "x" }, 400],
  ])("refuses %j", async (body, status) => {
    expect((await ask(pause, await make(), { token: here.admin.token, body })).status).toBe(status);
  });

  it("are for those who may change schedules", async () => {
    const id = await make();
    for (const door of [pause, resume]) {
      expect((await ask(door, id)).status).toBe(403);
      expect((await ask(door, "nobody", { token: here.admin.token })).status).toBe(404);
    }
  });
});

describe("in and out of collections", () => {
  it("starts an imed connector's run, and repeats without change", async () => {
    const [collection, other] = [await makeCollection(), await makeCollection()];
    const id = await make({}, { scheduler_type: "imed" });
    for (const _ of [1, 2]) {
      expect(await ask(putIn, id, { collection })).toMatchObject({ status: 204, body: undefined });
      expect((await ask(getOne, id)).body).toMatchObject({
        collection_ids: [collection],
        scheduler: { state: "active" },
        last_run: { state: "queued", trigger: "association" },
      });
    }
    expect(await rows("select 1 from runs where connector_id = $1", [id])).toHaveLength(1);
    await ask(putIn, id, { collection: other });
    for (const _ of [1, 2]) {
      expect((await ask(takeOut, id, { collection })).status).toBe(204);
      expect((await ask(getOne, id)).body.collection_ids).toEqual([other]);
    }
    expect((await audited(id)).map(({ action }) => action)).toEqual([
      "connector.associate",
      "connector.associate",
      "connector.dissociate",
    ]);
  });

  it("knows neither foreign nor missing ones", async () => {
    const [id, collection] = [await make(), await makeCollection()];
    for (const door of [putIn, takeOut]) {
      expect((await ask(door, "nobody", { collection })).status).toBe(404);
      const missing = await ask(door, id, { collection: randomUUID() });
      expect(missing).toMatchObject({ status: 404, body: { detail: expect.stringContaining("collection") } });
      expect((await ask(door, id, { collection: "x" })).status).toBe(404);
      expect((await ask(door, id, { collection, token: here.viewer.token })).status).toBe(403);
      const params = { workspace_id: here.foreign.workspaceId, connector_id: id, collection_id: collection };
      expect((await call(door, { params, token: here.foreign.token })).status).toBe(404);
    }
  });
});

it("lets viewers change nothing, and nobody change another workspace's connector", async () => {
  const id = await make();
  const change = { body: { name: "Mine" } };
  expect((await ask(patchOne, id, { ...change, token: here.viewer.token })).status).toBe(403);
  expect((await ask(deleteOne, id, { token: here.viewer.token })).status).toBe(403);
  const params = { workspace_id: here.foreign.workspaceId, connector_id: id };
  for (const [door, options] of [
    [patchOne, change],
    [deleteOne, {}],
    [pause, {}],
    [resume, {}],
  ] as const) {
    expect((await call(door, { params, token: here.foreign.token, ...options })).status).toBe(404);
  }
  expect((await ask(getOne, id)).body.name).toBe("Files");
});
