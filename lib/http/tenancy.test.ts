import { randomUUID } from "node:crypto";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "#db/testing/database.ts";
import { insertRow } from "#db/testing/fill.ts";
import { createWorkspace, type TestWorkspace } from "#lib/testing/actors.ts";
import { call } from "#lib/testing/call.ts";
import { servedHandlers } from "#lib/testing/route-files.ts";
import { useServices } from "#lib/testing/services.ts";
import type { RouteHandler } from "./route.ts";

// An owner asks every door about what another workspace has. The answer must be the one that they get about what
// nobody has, to the letter, and nothing of the other workspace may change.

/** Whose ids the keys of paths and bodies are. A door with another key must be added here to be tried. */
const tables: Record<string, string> = {
  connector_id: "connectors",
  collection_id: "collections",
  run_id: "runs",
  document_id: "documents",
  held_deletion_id: "held_deletions",
  invitation_id: "invitations",
  token_id: "api_tokens",
  file_id: "uploads",
};
const own = ["workspace_id", "user_id", "session_id"];

const handlers = (await servedHandlers()).map(({ handler }) => handler as RouteHandler);
const keysOf = ({ path }: RouteHandler["operation"]) =>
  [...path.matchAll(/\{(\w+)\}/g)].map(([, key = ""]) => key);
const doors = handlers
  .filter(({ operation }) => keysOf(operation).some((key) => key in tables))
  .map((handler) => ({ door: `${handler.operation.method} ${handler.operation.path}`, handler }));
const writers = handlers
  .filter(({ operation }) => /"(\w+_ids?|ids)"/.test(JSON.stringify(examplesOf(operation))))
  .map((handler) => ({ door: `${handler.operation.method} ${handler.operation.path}`, handler }));

const filters = handlers
  .filter(({ operation }) => operation.method === "GET")
  .map((handler) => ({
    handler,
    keys: Object.keys(handler.operation.query?.shape ?? {}).filter((key) => key in tables),
  }))
  .filter(({ keys }) => keys.length > 0)
  .map(({ handler, keys }) => ({ door: handler.operation.path, handler, keys }));

let database: TestDatabase;
let admin: pg.Client;
let here: TestWorkspace;
const elsewhere: Record<string, string> = {};

beforeAll(async () => {
  database = await createTestDatabase();
  await useServices(database);
  here = await createWorkspace(database);
  admin = new pg.Client({ connectionString: database.adminUrl });
  await admin.connect();
  await admin.query("set session_replication_role = replica");
  for (const [key, table] of Object.entries(tables)) {
    await insertRow(admin, table, here.foreign.workspaceId);
    const { rows } = await admin.query(`select id::text from ${table} where workspace_id = $1`, [
      here.foreign.workspaceId,
    ]);
    elsewhere[key] = rows[0].id;
  }
  // Rows that a query finds: what they refer to is there.
  for (const table of ["runs", "documents", "uploads", "held_deletions"]) {
    await admin.query(`update ${table} set connector_id = $1`, [elsewhere.connector_id]);
  }
  await admin.query("update held_deletions set run_id = $1", [elsewhere.run_id]);
});
afterAll(async () => {
  await admin.end();
  await database[Symbol.asyncDispose]();
});

function examplesOf({ bodyExample, bodyExamples }: RouteHandler["operation"]): unknown[] {
  return bodyExamples ? Object.values(bodyExamples) : [bodyExample ?? {}];
}

/** Everything of the other workspace, and what it could be written into here. */
async function snapshot(): Promise<string> {
  const pieces: string[] = [];
  for (const table of [...Object.values(tables), "connector_collections", "schedules", "memberships"]) {
    const { rows } = await admin.query(
      `select t::text as row from ${table} t where workspace_id = $1 order by 1`,
      [here.foreign.workspaceId],
    );
    pieces.push(...rows.map(({ row }) => row));
  }
  return pieces.join("\n");
}

/** An answer without what may differ: the request's own id, and the ids that were asked about. */
function plain(answer: Awaited<ReturnType<typeof call>>, ids: Record<string, string>) {
  const text = JSON.stringify(answer.body ?? "").replace(/"request_id":"[^"]+"/, "");
  const told = Object.entries(ids).reduce((rest, [key, id]) => rest.replaceAll(id, `{${key}}`), text);
  return { status: answer.status, told };
}

async function ask(handler: RouteHandler, ids: Record<string, string>, body?: unknown, query = {}) {
  const params = {
    workspace_id: here.workspaceId,
    user_id: here.viewer.userId,
    session_id: randomUUID(),
    ...ids,
  };
  const headers = { "if-match": "*" };
  return plain(await call(handler, { params, token: here.owner.token, body, query, headers }), ids);
}

const missing = () => Object.fromEntries(Object.keys(tables).map((key) => [key, randomUUID() as string]));

describe("another workspace's ids", () => {
  it("are tried wherever a path has one", () => {
    const keys = handlers.flatMap(({ operation }) => keysOf(operation)).filter((key) => !own.includes(key));
    expect([...new Set(keys)].toSorted()).toEqual(Object.keys(tables).toSorted());
    expect(writers.length).toBeGreaterThan(2);
  });

  it.each(doors)("in the path of $door are like ids that nobody has", async ({ handler }) => {
    const before = await snapshot();
    for (const body of handler.operation.body ? examplesOf(handler.operation) : [undefined]) {
      const [theirs, nobodys] = [await ask(handler, elsewhere, body), await ask(handler, missing(), body)];
      expect(theirs).toEqual(nobodys);
      expect(theirs.status).toBeOneOf([400, 404, 415]);
    }
    expect(await snapshot()).toBe(before);
  });

  it.each(filters)("in the query of $door are like ids that nobody has", async ({ handler, keys }) => {
    for (const key of keys) {
      const nobodys = missing();
      const [theirs, unknown] = await Promise.all(
        [elsewhere, nobodys].map((ids) => ask(handler, ids, undefined, { [key]: ids[key] })),
      );
      expect(theirs, key).toEqual(unknown);
    }
  });

  it.each(writers)("in the body of $door are like ids that nobody has", async ({ handler }) => {
    const before = await snapshot();
    for (const example of examplesOf(handler.operation)) {
      const nobodys = missing();
      const ids = { ...nobodys, id: randomUUID() };
      const answers = await Promise.all(
        [{ ...elsewhere, id: ids.id }, ids].map((some) => ask(handler, some, withIds(example, some))),
      );
      expect(answers[0]?.status).toBe(answers[1]?.status);
      expect(answers[0]?.told.replaceAll(/[0-9a-f-]{36}/g, "")).toBe(
        answers[1]?.told.replaceAll(/[0-9a-f-]{36}/g, ""),
      );
    }
    expect(await snapshot()).toBe(before);
  });
});

/** An example with each id that its keys name replaced; `ids` are connectors', and a new one gets an id of its own. */
function withIds(value: unknown, ids: Record<string, string>): unknown {
  if (Array.isArray(value)) return value.map((item) => withIds(item, ids));
  if (value === null || typeof value !== "object") return value;
  const replaced = ([key, item]: [string, unknown]) => {
    const id = key === "ids" ? ids.connector_id : ids[key.replace(/s$/, "")];
    if (id === undefined) return [key, withIds(item, ids)];
    return [key, Array.isArray(item) ? [id] : id];
  };
  return Object.fromEntries(Object.entries(value).map(replaced));
}
