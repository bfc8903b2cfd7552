import { randomUUID } from "node:crypto";
import pg from "pg";
import { afterAll, beforeAll, expect, it } from "vitest";
import { POST as create } from "#app/v1/connector/create_connector/[workspace_id]/route.ts";
import { PATCH as patch } from "#app/v1/workspaces/[workspace_id]/connectors/[connector_id]/route.ts";
import { POST as createToken } from "#app/v1/workspaces/[workspace_id]/tokens/route.ts";
import { createTestDatabase, type TestDatabase } from "#db/testing/database.ts";
import { listTables } from "#lib/backup/tables.ts";
import { creationExamples } from "#lib/connectors/examples.ts";
import type { RouteHandler } from "#lib/http/route.ts";
import { createWorkspace, type TestWorkspace } from "#lib/testing/actors.ts";
import { call } from "#lib/testing/call.ts";
import { servedHandlers } from "#lib/testing/route-files.ts";
import { useServices } from "#lib/testing/services.ts";

// Secrets are planted wherever one may be given. Then every row of the database, the queue's too, and every answer of
// every door is searched for them.

const canary = `canary-${randomUUID()}`;
let database: TestDatabase;
let admin: pg.Client;
let workspace: TestWorkspace;
let token: string;

beforeAll(async () => {
  database = await createTestDatabase();
  await useServices(database);
  workspace = await createWorkspace(database);
  admin = new pg.Client({ connectionString: database.adminUrl });
  await admin.connect();
  const asker = { params: { workspace_id: workspace.workspaceId }, token: workspace.owner.token };
  const query = { scheduler_type: "cron", scheduler_value: "0 6 * * *" };
  for (const [type, example] of Object.entries(creationExamples)) {
    const { collection_ids: _, ...body } = example as Record<string, unknown>;
    const slots = {
      ...(body.slots as object),
      ...(type === "web_scraper" ? { email: workspace.owner.email } : {}),
    };
    const secret = { ...body, slots, id: type, credentials: { secret: `${canary}-${type}` } };
    const headers = { "idempotency-key": type };
    expect((await call(create, { ...asker, query, body: secret, headers })).status, type).toBe(201);
    const params = { ...asker.params, connector_id: type };
    const change = { ...asker, params, body: { credentials: { secret: `${canary}-new-${type}` } } };
    expect((await call(patch, change)).status).toBe(200);
  }
  const made = await call(createToken, { ...asker, body: { name: "New", role: "editor" } });
  token = made.body.token;
  expect(token).toMatch(/^trb_/);
});
afterAll(async () => {
  await admin.end();
  await database[Symbol.asyncDispose]();
});

/** What nobody may find, in any of the forms in which bytes are written down. */
function secrets(): string[] {
  const plain = [canary, token, workspace.owner.token, workspace.owner.cookie.split("=")[1] ?? ""];
  return plain.flatMap((secret) => [
    secret,
    Buffer.from(secret).toString("hex"),
    Buffer.from(secret).toString("base64").slice(0, -4),
  ]);
}

it("are in no row of any table, nor in a job", async () => {
  let searched = 0;
  for (const { name } of await listTables(admin)) {
    const { rows } = await admin.query<{ row: string }>(`select t::text as row from ${name} t`);
    searched += rows.length;
    for (const { row } of rows)
      for (const secret of secrets()) expect(row.includes(secret), `${name}: ${row}`).toBe(false);
  }
  expect(searched).toBeGreaterThan(50);
});

it("are in no answer of any door", async () => {
  const handlers = (await servedHandlers()).map(({ handler }) => handler as RouteHandler);
  const reads = handlers.filter(({ operation }) => operation.method === "GET");
  for (const handler of reads) {
    for (const connector_id of Object.keys(creationExamples)) {
      const keys = [...handler.operation.path.matchAll(/\{(\w+)\}/g)].map(([, key = ""]) => key);
      const ids: Record<string, string> = { workspace_id: workspace.workspaceId, connector_id };
      const params = Object.fromEntries(keys.map((key) => [key, ids[key] ?? randomUUID()]));
      const answer = await call(handler, { params, cookie: workspace.owner.cookie });
      const text = JSON.stringify([answer.body, [...answer.headers]]);
      for (const secret of secrets()) expect(text.includes(secret), handler.operation.path).toBe(false);
      if (!keys.includes("connector_id")) break;
    }
  }
});

it("are in no refusal either", async () => {
  const asker = { params: { workspace_id: workspace.workspaceId }, token: workspace.owner.token };
  const body = {
    id: "x",
    name: "",
    type: "jira",
    slots: { base_url: "nonsense" },
    credentials: { api_token: canary },
    more: canary,
  };
  const refused = await call(create, {
    ...asker,
    query: { scheduler_type: "imed" },
    body: { ...body, more: undefined },
  });
  expect(refused.status).toBe(400);
  expect(JSON.stringify(refused.body)).not.toContain(canary);
  const wrong = await call(create, {
    ...asker,
    token: `${token}x`,
    query: { scheduler_type: "imed" },
    body: {},
  });
  expect(wrong.status).toBe(401);
  expect(JSON.stringify(wrong.body)).not.toContain(token);
});
