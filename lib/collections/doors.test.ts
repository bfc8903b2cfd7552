import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  DELETE as deleteOne,
  GET as getOne,
  PATCH as patchOne,
} from "#app/v1/workspaces/[workspace_id]/collections/[collection_id]/route.ts";
import { POST as create, GET as list } from "#app/v1/workspaces/[workspace_id]/collections/route.ts";
import { withScope } from "#db/scope.ts";
import { createTestDatabase, type TestDatabase } from "#db/testing/database.ts";
import type { RouteHandler } from "#lib/http/route.ts";
import { createWorkspace, type TestWorkspace } from "#lib/testing/actors.ts";
import { type Call, call } from "#lib/testing/call.ts";
import { useServices } from "#lib/testing/services.ts";

let database: TestDatabase;
let here: TestWorkspace;

beforeAll(async () => {
  database = await createTestDatabase();
  await useServices(database);
  here = await createWorkspace(database);
});
afterAll(() => database[Symbol.asyncDispose]());

type Options = Omit<Call, "params"> & { id?: string; workspaceId?: string };

function ask(door: RouteHandler, { id, workspaceId = here.workspaceId, ...rest }: Options = {}) {
  const params = { workspace_id: workspaceId, ...(id && { collection_id: id }) };
  return call(door, { token: here.editor.token, ...rest, params });
}

async function make(name: string, workspace = here): Promise<string> {
  const { body } = await ask(create, {
    body: { name },
    workspaceId: workspace.workspaceId,
    token: workspace.editor.token,
  });
  return body.id;
}

/** A connector in a collection, with so many documents, of which some are removed. */
async function fill(collectionId: string, { live, removed }: { live: number; removed: number }) {
  const { workspaceId } = here;
  const connectorId = randomUUID();
  await withScope(database.db, { workspaceId }, async (trx) => {
    await trx
      .insertInto("connectors")
      .values({ workspace_id: workspaceId, id: connectorId, name: "c", type: "upload", slots: "{}" })
      .execute();
    await trx
      .insertInto("connector_collections")
      .values({ workspace_id: workspaceId, connector_id: connectorId, collection_id: collectionId })
      .execute();
    const documents = Array.from({ length: live + removed }, (_, at) => ({
      workspace_id: workspaceId,
      id: randomUUID(),
      connector_id: connectorId,
      key: `${at}`,
      key_hash: Buffer.from(`${at}`),
      title: `${at}`,
      text: "",
      mime: "text/plain",
      content_hash: Buffer.from("x"),
      removed_at: at < live ? null : new Date(),
    }));
    await trx.insertInto("documents").values(documents).execute();
  });
  return connectorId;
}

describe("create", () => {
  it("answers the empty collection, where it is and its version", async () => {
    const { status, headers, body } = await ask(create, {
      body: { name: "  Product ", description: "For all" },
    });
    expect(status).toBe(201);
    expect(body).toEqual({
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      workspace_id: here.workspaceId,
      name: "Product",
      description: "For all",
      connectors: 0,
      documents: 0,
      created_by: here.editor.userId,
      created_at: expect.any(String),
      updated_at: body.created_at,
    });
    expect(headers.get("location")).toBe(`/v1/workspaces/${here.workspaceId}/collections/${body.id}`);
    expect(headers.get("etag")).toBe('"1"');
    expect((await ask(getOne, { id: body.id })).body).toEqual(body);
  });

  it.each([
    [{}, ["name"]],
    [{ name: " " }, ["name"]],
    [{ name: "x".repeat(201) }, ["name"]],
    [{ name: 1, description: 2 }, ["description", "name"]],
    [{ name: "a", description: "x".repeat(2001) }, ["description"]],
    [{ name: "a", colour: "red" }, ["colour"]],
    [{ name: "a\u0000" }, ["name"]],
  ])("names what is wrong with %j", async (body, paths) => {
    const answer = await ask(create, { body });
    expect(answer.status).toBe(400);
    expect(answer.body.errors.map(({ path }: { path: string }) => path).toSorted()).toEqual(paths);
  });

  it("keeps names unique whatever their case, and repeats by its Idempotency-Key", async () => {
    await make("Twice");
    const again = await ask(create, { body: { name: "tWICE" } });
    expect(again).toMatchObject({ status: 409, body: { errors: [{ path: "name" }] } });
    const once = { body: { name: "Once" }, headers: { "idempotency-key": "once" } };
    const first = await ask(create, once);
    expect(await ask(create, once)).toMatchObject({ status: 201, body: first.body });
  });
});

describe("list", () => {
  it("pages by name, counts connectors and live documents, and finds parts of names", async () => {
    const elsewhere = await createWorkspace(database);
    const names = ["alpha", "Beta", "beta_2", "Gamma", "100%", "éclair"];
    const ids: Record<string, string> = {};
    for (const name of names) ids[name] = await make(name, elsewhere);
    const own = { workspaceId: elsewhere.workspaceId, token: elsewhere.viewer.token };
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const page = await ask(list, { ...own, query: { limit: 2, ...(cursor && { cursor }) } });
      seen.push(...page.body.items.map(({ name }: { name: string }) => name));
      cursor = page.body.next_cursor;
    } while (cursor);
    expect(seen.toSorted()).toEqual(names.toSorted());
    expect(seen.indexOf("alpha")).toBeLessThan(seen.indexOf("Beta"));
    expect(seen.indexOf("beta_2")).toBeLessThan(seen.indexOf("Gamma"));
    const found = async (q: string) =>
      (await ask(list, { ...own, query: { q } })).body.items.map(({ name }: { name: string }) => name);
    expect(await found("BETA")).toEqual(["Beta", "beta_2"]);
    expect(await found("%")).toEqual(["100%"]);
    expect(await found("_")).toEqual(["beta_2"]);
    expect(await found("É")).toEqual(["éclair"]);
    expect(await found("nothing")).toEqual([]);
  });

  it("counts a document once in each collection that has its connector", async () => {
    const [a, b] = [await make("Counts a"), await make("Counts b")];
    const connector = await fill(a, { live: 3, removed: 2 });
    await fill(a, { live: 1, removed: 0 });
    await withScope(database.db, { workspaceId: here.workspaceId }, (trx) =>
      trx
        .insertInto("connector_collections")
        .values({ workspace_id: here.workspaceId, connector_id: connector, collection_id: b })
        .execute(),
    );
    const { body } = await ask(list, { query: { q: "Counts" } });
    expect(body.items).toMatchObject([
      { id: a, connectors: 2, documents: 4 },
      { id: b, connectors: 1, documents: 3 },
    ]);
    expect((await ask(getOne, { id: a })).body).toMatchObject({ connectors: 2, documents: 4 });
  });

  it.each([
    ["limit", "0"],
    ["limit", "201"],
    ["cursor", "!"],
    ["cursor", "WzEsMl0"],
    ["sort", "name"],
  ])("refuses %s=%s", async (name, value) => {
    expect(await ask(list, { query: { [name]: value } })).toMatchObject({ status: 400 });
  });
});

describe("change", () => {
  it("renames with If-Match, and tells when it changed since", async () => {
    const id = await make("Before");
    const headers = { "if-match": '"1"' };
    const patched = await ask(patchOne, { id, headers, body: { name: "After" } });
    expect(patched).toMatchObject({ status: 200, body: { name: "After", description: "" } });
    expect(patched.headers.get("etag")).toBe('"2"');
    expect(await ask(patchOne, { id, headers, body: { name: "Late" } })).toMatchObject({ status: 412 });
    expect(await ask(deleteOne, { id, headers })).toMatchObject({ status: 412 });
    const described = await ask(patchOne, { id, body: { description: "Now with words" } });
    expect(described.body).toMatchObject({ name: "After", description: "Now with words" });
    await make("Other");
    expect(await ask(patchOne, { id, body: { name: "other" } })).toMatchObject({ status: 409 });
    expect(await ask(patchOne, { id, body: { name: "AFTER" } })).toMatchObject({ status: 200 });
  });

  it.each([[{}], [{ name: "" }], [{ name: null }], [{ id: "x" }]])("refuses %j", async (body) => {
    const id = await make(randomUUID());
    expect(await ask(patchOne, { id, body })).toMatchObject({ status: 400 });
  });

  it("deletes the collection and its associations; connectors and documents stay", async () => {
    const id = await make("Gone");
    const connectorId = await fill(id, { live: 2, removed: 0 });
    expect(await ask(deleteOne, { id })).toMatchObject({ status: 204, body: undefined });
    expect(await ask(getOne, { id })).toMatchObject({ status: 404 });
    expect(await ask(deleteOne, { id })).toMatchObject({ status: 404 });
    const left = await withScope(database.db, { workspaceId: here.workspaceId }, async (trx) => ({
      associations: await trx
        .selectFrom("connector_collections")
        .select("collection_id")
        .where("connector_id", "=", connectorId)
        .execute(),
      documents: await trx
        .selectFrom("documents")
        .select("id")
        .where("connector_id", "=", connectorId)
        .execute(),
      audit: await trx
        .selectFrom("audit_log")
        .select(["action", "details"])
        .where("target_id", "=", id)
        .orderBy("id")
        .execute(),
    }));
    expect(left.associations).toEqual([]);
    expect(left.documents).toHaveLength(2);
    expect(left.audit).toEqual([
      { action: "collection.create", details: { name: "Gone" } },
      { action: "collection.delete", details: { name: "Gone", connectors: 1 } },
    ]);
  });
});

describe("who may", () => {
  it("lets viewers look, editors write, and strangers neither", async () => {
    const id = await make("Rights");
    const { token } = here.viewer;
    expect(await ask(getOne, { id, token })).toMatchObject({ status: 200 });
    expect(await ask(create, { token, body: { name: "x" } })).toMatchObject({ status: 403 });
    expect(await ask(patchOne, { id, token, body: { name: "x" } })).toMatchObject({ status: 403 });
    expect(await ask(deleteOne, { id, token })).toMatchObject({ status: 403 });
  });

  it("gives a foreign, a missing and an impossible id the same 404", async () => {
    const id = await make("Mine");
    const theirs = { token: here.foreign.token, workspaceId: here.foreign.workspaceId };
    for (const door of [getOne, deleteOne]) {
      const foreign = await ask(door, { ...theirs, id });
      const missing = await ask(door, { ...theirs, id: randomUUID() });
      expect([foreign.status, missing.status]).toEqual([404, 404]);
      expect(foreign.body.detail.replace(id, "")).toBe(missing.body.detail.replace(/“.*”/, "“”"));
      expect((await ask(door, { id: "no-uuid" })).status).toBe(404);
    }
    expect((await ask(list, theirs)).body.items).toEqual([]);
  });
});
