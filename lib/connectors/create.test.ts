import { randomUUID } from "node:crypto";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { POST as create } from "#app/v1/connector/create_connector/[workspace_id]/route.ts";
import { POST as associate } from "#app/v1/connector/create_connector_collection_association/[workspace_id]/route.ts";
import { withScope } from "#db/scope.ts";
import { createTestDatabase, type TestDatabase } from "#db/testing/database.ts";
import { createWorkspace, type TestWorkspace } from "#lib/testing/actors.ts";
import { call, send } from "#lib/testing/call.ts";
import { useServices } from "#lib/testing/services.ts";

let database: TestDatabase;
let workspace: TestWorkspace;
const now = new Date("2026-11-24T12:00:00Z");

beforeAll(async () => {
  database = await createTestDatabase();
  await useServices(database, () => now);
  workspace = await createWorkspace(database);
});

afterAll(async () => {
  await database[Symbol.asyncDispose]();
});

const imed = { scheduler_type: "imed" };

function post(body: unknown, query: Record<string, string> = imed, options: { key?: string } = {}) {
  return call(create, {
    params: { workspace_id: workspace.workspaceId },
    token: workspace.editor.token,
    query,
    body,
    headers: options.key ? { "idempotency-key": options.key } : {},
  });
}

function put(body: unknown) {
  return call(associate, {
    params: { workspace_id: workspace.workspaceId },
    token: workspace.editor.token,
    body,
  });
}

async function makeCollection(): Promise<string> {
  const id = randomUUID();
  await withScope(database.db, { workspaceId: workspace.workspaceId }, (trx) =>
    trx.insertInto("collections").values({ workspace_id: workspace.workspaceId, id, name: id }).execute(),
  );
  return id;
}

async function rows<T extends pg.QueryResultRow>(text: string, values: unknown[] = []): Promise<T[]> {
  const client = new pg.Client({ connectionString: database.adminUrl });
  await client.connect();
  try {
    return (await client.query<T>(text, values)).rows;
  } finally {
    await client.end();
  }
}

const upload = { name: "Files", type: "upload", slots: {} };

describe("the answer", () => {
  it("shows the connector without its credentials, and where it is", async () => {
    const body = { ...upload, id: "files-1", credentials: { secret: "CANARY-1" }, name: "  Files  " };
    const { status, headers, body: answer } = await post(body);
    expect(status).toBe(201);
    expect(headers.get("location")).toBe(`/v1/workspaces/${workspace.workspaceId}/connectors/files-1`);
    expect(headers.get("etag")).toBe('"1"');
    expect(answer).toEqual({
      id: "files-1",
      workspace_id: workspace.workspaceId,
      name: "Files",
      type: "upload",
      slots: {},
      has_credentials: true,
      scheduler: {
        type: "imed",
        value: null,
        timezone: "Etc/UTC",
        next_run_at: null,
        state: "waiting_for_collection",
      },
      collection_ids: [],
      created_by: workspace.editor.userId,
      created_at: now.toISOString(),
      updated_at: now.toISOString(),
    });
    const dump = JSON.stringify(
      await rows("select *, encode(credentials_sealed, 'escape') as e from connectors"),
    );
    expect(dump).not.toContain("CANARY-1");
  });

  it("generates an id when it is null, and keeps extra slots", async () => {
    const { body } = await post({ ...upload, id: null, slots: { team: { size: 3 } } });
    expect(body.id).toMatch(/^[0-9a-f-]{36}$/);
    expect(body.slots).toEqual({ team: { size: 3 } });
  });

  it("says 409 when the id is taken, and leaves the first as it was", async () => {
    await post({ ...upload, id: "taken" });
    const second = await post({ ...upload, id: "taken", name: "Other" });
    expect(second.status).toBe(409);
    expect(second.body.errors).toEqual([{ path: "id", message: expect.any(String) }]);
    expect(await rows("select name from connectors where id = 'taken'")).toEqual([{ name: "Files" }]);
  });
});

describe("the schedule", () => {
  it.each([
    ["0 6 * * 1-5", "America/Sao_Paulo", "2026-11-25T09:00:00.000Z"],
    ["@daily", "Etc/UTC", "2026-11-25T00:00:00.000Z"],
    ["*/15 * * * *", "Asia/Kathmandu", "2026-11-24T12:15:00.000Z"],
  ])("plans %s in %s", async (value, timezone, next) => {
    const query = { scheduler_type: "cron", scheduler_value: value, timezone };
    const { status, body } = await post(upload, query);
    expect(status).toBe(201);
    expect(body.scheduler).toEqual({ type: "cron", value, timezone, next_run_at: next, state: "active" });
    const jobs = await rows(
      "select start_after from pgboss.job where name = 'occurrence' and singleton_key = $1",
      [`${workspace.workspaceId}/${body.id}`],
    );
    expect(jobs).toEqual([{ start_after: new Date(next) }]);
  });

  it.each([
    ["2026-11-25T10:00:00 02:00", "2026-11-25T08:00:00.000Z"],
    ["2026-11-25T10:00Z", "2026-11-25T10:00:00.000Z"],
    ["2026-12-01", "2026-12-01T00:00:00.000Z"],
  ])("runs once at %s", async (value, next) => {
    const { status, body } = await post(upload, { scheduler_type: "when", scheduler_value: value });
    expect(status).toBe(201);
    expect(body.scheduler).toMatchObject({ type: "when", value: next, next_run_at: next, state: "active" });
  });

  it.each([
    [{}, "scheduler_type"],
    [{ scheduler_type: "daily" }, "scheduler_type"],
    [{ scheduler_type: "cron" }, "scheduler_value"],
    [{ scheduler_type: "cron", scheduler_value: "0 0 30 2 *" }, "scheduler_value"],
    [{ scheduler_type: "cron", scheduler_value: "* * * * * *" }, "scheduler_value"],
    [{ scheduler_type: "when", scheduler_value: "2026-11-24T09:00:00Z" }, "scheduler_value"],
    [{ scheduler_type: "imed", timezone: "Mars/Olympus" }, "timezone"],
    [{ scheduler_type: "imed", tz: "Etc/UTC" }, "tz"],
    [{ scheduler_type: "imed", missed: "twice" }, "missed"],
  ])("refuses %o", async (query, path) => {
    const { status, body } = await post(upload, query as Record<string, string>);
    expect(status).toBe(400);
    expect(body.errors.map((error: { path: string }) => error.path)).toContain(path);
  });

  it.each([
    [{}, "run_once"],
    [{ missed: "run_once" }, "run_once"],
    [{ missed: "skip" }, "skip"],
  ])("keeps with %o what is done about missed runs", async (query, missed) => {
    const { body } = await post(upload, { scheduler_type: "cron", scheduler_value: "@daily", ...query });
    const kept = await rows("select missed from schedules where workspace_id = $1 and connector_id = $2", [
      workspace.workspaceId,
      body.id,
    ]);
    expect(kept).toEqual([{ missed }]);
  });

  it("says how long ago a past instant is", async () => {
    const { body } = await post(upload, { scheduler_type: "when", scheduler_value: "2026-11-24T09:00:00Z" });
    expect(body.errors[0].message).toContain("3 hours ago");
  });
});

describe("wrong input", () => {
  it("names every wrong field at once, of query and body", async () => {
    const body = {
      id: "no spaces",
      name: " ",
      type: "web_scraper",
      slots: { url: "ftp://x", extraction_type: "some" },
      credentials: [],
      colour: "red",
    };
    const answer = await post(body, {
      scheduler_type: "cron",
      scheduler_value: "61 * * * *",
      timezone: "Nowhere",
    });
    expect(answer.status).toBe(400);
    expect(answer.headers.get("content-type")).toBe("application/problem+json");
    expect(answer.body.errors.map((error: { path: string }) => error.path).toSorted()).toEqual([
      "colour",
      "credentials",
      "id",
      "name",
      "scheduler_value",
      "slots.email",
      "slots.extraction_type",
      "slots.url",
      "timezone",
    ]);
    expect(answer.body).toMatchObject({ status: 400, request_id: expect.any(String), title: "Bad Request" });
  });

  it.each([
    ["{", "not JSON"],
    ['{"name": "\\u0000", "type": "upload", "slots": {}}', "NUL"],
    ['{"name": "\\ud800", "type": "upload", "slots": {}}', "half a surrogate pair"],
    ['{"name": "x", "type": "upload", "slots": {"__proto__": {"a": 1}}}', "prototype key"],
    ['{"name": "x", "type": "upload", "slots": {"a": {"constructor": 1}}}', "constructor key"],
    ['{"name": "x", "type": "upload", "slots": {"n": 1e999}}', "infinite number"],
    ['{"name": "x", "type": "upload", "slots": {"n": 12345678901234567890}}', "number that would be rounded"],
    [`{"name": "x", "type": "upload", "slots": ${'{"a":'.repeat(40)}1${"}".repeat(40)}}`, "deep nesting"],
    ["[]", "no object"],
    ["null", "null"],
    ['"text"', "a string"],
    ["\xff", "no UTF-8"],
  ])("answers 400 to %j (%s)", async (text) => {
    const raw = text === "\xff" ? new Uint8Array([0xff]) : text;
    const request = new Request(
      `http://127.0.0.1/v1/connector/create_connector/${workspace.workspaceId}?scheduler_type=imed`,
      {
        method: "POST",
        headers: { "content-type": "application/json", authorization: `Bearer ${workspace.editor.token}` },
        body: raw,
      },
    );
    const response = await create(request, {
      params: Promise.resolve({ workspace_id: workspace.workspaceId }),
    });
    expect(response.status).toBe(400);
  });

  it("answers 413 over 1 MiB and 415 to other types", async () => {
    expect((await post({ ...upload, slots: { a: "x".repeat(1024 * 1024) } })).status).toBe(413);
    const params = { workspace_id: workspace.workspaceId };
    const form = {
      params,
      token: workspace.editor.token,
      query: imed,
      headers: { "content-type": "text/plain" },
    };
    expect((await send(create, { ...form, body: upload })).status).toBe(415);
  });

  it("answers 404 for a workspace that doesn't exist, 403 for one that isn't yours, 401 to nobody", async () => {
    const to = (workspace_id: string, token?: string) =>
      call(create, { params: { workspace_id }, token, query: imed, body: upload });
    expect((await to(randomUUID(), workspace.editor.token)).status).toBe(404);
    expect((await to("not-a-uuid", workspace.editor.token)).status).toBe(404);
    expect((await to(workspace.workspaceId, workspace.foreign.token)).status).toBe(403);
    const nobody = await to(workspace.workspaceId);
    expect(nobody.status).toBe(401);
    expect(nobody.headers.get("www-authenticate")).toContain("Bearer");
  });

  it("wants the owner of a web site's documents to be a member", async () => {
    const site = { name: "Site", type: "web_scraper" };
    const slots = { url: "https://example.com", extraction_type: "single", email: "stranger@example.com" };
    const refused = await post({ ...site, slots });
    expect(refused.status).toBe(400);
    expect(refused.body.errors).toEqual([
      { path: "slots.email", message: expect.stringContaining("not a member") },
    ]);
    const { email } = workspace.viewer;
    expect((await post({ ...site, slots: { ...slots, email: email.toUpperCase() } })).status).toBe(201);
  });
});

describe("idempotency", () => {
  it("knows a repeat that comes by another name of the deployment", async () => {
    const body = JSON.stringify({ name: "Docs", type: "upload", slots: {} });
    const at = async (host: string) => {
      const url = `http://${host}/v1/connector/create_connector/${workspace.workspaceId}?scheduler_type=imed`;
      const headers = {
        authorization: `Bearer ${workspace.editor.token}`,
        "content-type": "application/json",
        "idempotency-key": "moved",
      };
      const params = Promise.resolve({ workspace_id: workspace.workspaceId });
      return create(new Request(url, { method: "POST", headers, body }), { params });
    };
    const [first, second] = [await at("web-1.internal:3000"), await at("tributary.example.com")];
    expect([first.status, second.status]).toEqual([201, 201]);
    expect(await second.json()).toEqual(await first.json());
  });

  it("replays the first answer, and creates once", async () => {
    const first = await post({ ...upload, name: "Once" }, imed, { key: "k-1" });
    const second = await post({ ...upload, name: "Once" }, imed, { key: "k-1" });
    expect(second.status).toBe(201);
    expect(second.body).toEqual(first.body);
    expect(second.headers.get("idempotency-replayed")).toBe("true");
    expect(await rows("select id from connectors where name = 'Once'")).toHaveLength(1);
    expect((await post({ ...upload, name: "Twice" }, imed, { key: "k-1" })).status).toBe(409);
  });

  it("creates once when both come at the same time", async () => {
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => post({ ...upload, name: "Race" }, imed, { key: "k-2" })),
    );
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
    expect(await rows("select id from connectors where name = 'Race'")).toHaveLength(1);
  });
});

describe("association", () => {
  it("starts the run of an imed connector once, and repeats without change", async () => {
    const [a, b] = [await makeCollection(), await makeCollection()];
    const { body: connector } = await post(upload);
    const first = await put({ connector_id: connector.id, collection_ids: [a] });
    expect(first.status).toBe(201);
    expect(first.body).toEqual({
      connector_id: connector.id,
      collection_ids: [a],
      run: { id: expect.any(String), state: "queued" },
    });
    const again = await put({ connector_id: connector.id, collection_id: a });
    expect(again).toMatchObject({ status: 200, body: { collection_ids: [a], run: null } });
    const other = await put({ connector_id: connector.id, collection_ids: [a, b] });
    expect(other).toMatchObject({ status: 201, body: { run: null } });
    const jobs = await rows("select data from pgboss.job where name = 'run' and data->>'run_id' = $1", [
      first.body.run.id,
    ]);
    expect(jobs).toHaveLength(1);
  });

  it("starts the first run at creation", async () => {
    const collection = await makeCollection();
    const { body } = await post({ ...upload, collection_ids: [collection] });
    expect(body.collection_ids).toEqual([collection]);
    expect(body.scheduler.state).toBe("active");
    expect(await rows("select state, trigger from runs where connector_id = $1", [body.id])).toEqual([
      { state: "queued", trigger: "association" },
    ]);
  });

  it("names what is unknown, and writes nothing", async () => {
    const collection = await makeCollection();
    const missing = randomUUID();
    const { body: connector } = await post(upload);
    const answer = await put({ connector_id: connector.id, collection_ids: [collection, missing] });
    expect(answer.status).toBe(404);
    expect(answer.body.detail).toContain(missing);
    expect((await put({ connector_id: "nobody", collection_ids: [collection] })).body.detail).toContain(
      "nobody",
    );
    const created = await post({ ...upload, id: "half", collection_ids: [missing] });
    expect(created.status).toBe(404);
    expect(await rows("select id from connectors where id = 'half'")).toEqual([]);
    expect(await rows("select 1 from connector_collections where collection_id = $1", [collection])).toEqual(
      [],
    );
  });
});
