import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { POST as create } from "#app/v1/connector/create_connector/[workspace_id]/route.ts";
import { GET as getOne } from "#app/v1/workspaces/[workspace_id]/connectors/[connector_id]/route.ts";
import { GET as list } from "#app/v1/workspaces/[workspace_id]/connectors/route.ts";
import { withScope } from "#db/scope.ts";
import { createTestDatabase, type TestDatabase } from "#db/testing/database.ts";
import { createWorkspace, type TestWorkspace } from "#lib/testing/actors.ts";
import { call } from "#lib/testing/call.ts";
import { useServices } from "#lib/testing/services.ts";

let database: TestDatabase;
let here: TestWorkspace;

beforeAll(async () => {
  database = await createTestDatabase();
  await useServices(database);
  here = await createWorkspace(database);
});
afterAll(() => database[Symbol.asyncDispose]());

const canary = "CANARY-list";

async function make(body: object, query: Record<string, string> = { scheduler_type: "imed" }, at = here) {
  const answer = await call(create, {
    params: { workspace_id: at.workspaceId },
    token: at.editor.token,
    query,
    body: { name: "Files", type: "upload", slots: {}, credentials: { secret: canary }, ...body },
  });
  expect(answer.status).toBe(201);
  return answer.body;
}

function ask(query: Record<string, string | number> = {}, at = here, token = at.viewer.token) {
  return call(list, { params: { workspace_id: at.workspaceId }, query, token });
}

function get(id: string, at = here, token = at.viewer.token) {
  return call(getOne, { params: { workspace_id: at.workspaceId, connector_id: id }, token });
}

/** Runs of a connector, each a second after the one before. */
async function addRuns(connectorId: string, states: string[]): Promise<string[]> {
  const { workspaceId: workspace_id } = here;
  const runs = states.map((state, at) => ({
    workspace_id,
    id: randomUUID(),
    connector_id: connectorId,
    trigger: "manual",
    state,
    added: 7,
    failed: 2,
    created_at: new Date(Date.UTC(2026, 10, 24, 12, 0, at)),
    finished_at: state === "running" ? null : new Date(),
  }));
  await withScope(database.db, { workspaceId: workspace_id }, (trx) =>
    trx.insertInto("runs").values(runs).execute(),
  );
  return runs.map(({ id }) => id);
}

describe("a connector", () => {
  it("is what its creation answered, with how it is doing", async () => {
    const created = await make({ id: "one", slots: { team: { size: 3 } } });
    const { status, headers, body } = await get("one");
    expect(status).toBe(200);
    expect(headers.get("etag")).toBe('"1"');
    expect(body).toEqual({ ...created, health: "ok", last_run: null, documents: 0 });
    expect(body.has_credentials).toBe(true);
    const [, last] = await addRuns("one", ["partial", "running"]);
    expect((await get("one")).body.last_run).toEqual({
      id: last,
      trigger: "manual",
      state: "running",
      reason: null,
      counters: { discovered: 9, added: 7, updated: 0, unchanged: 0, deleted: 0, skipped: 0, failed: 2 },
      created_at: "2026-11-24T12:00:01.000Z",
      started_at: null,
      finished_at: null,
    });
  });

  it("never shows its credentials", async () => {
    const answers = JSON.stringify([(await ask()).body, (await get("one")).body]);
    expect(answers).toContain('"has_credentials":true');
    expect(answers).not.toContain(canary);
    expect(answers).not.toContain("sealed");
  });

  it.each(["missing", "no spaces", "x".repeat(129), "a\u0000b", "é"])(
    "is a 404 when it is %j",
    async (id) => {
      expect(await get(id)).toMatchObject({ status: 404 });
    },
  );

  it("is unknown elsewhere, in the same words as one that doesn't exist", async () => {
    const elsewhere = { ...here, workspaceId: here.foreign.workspaceId };
    const foreign = await get("one", elsewhere, here.foreign.token);
    const missing = await get("two", elsewhere, here.foreign.token);
    expect([foreign.status, missing.status]).toEqual([404, 404]);
    expect(foreign.body.detail).toBe(missing.body.detail.replace("two", "one"));
    expect((await ask({}, elsewhere, here.foreign.token)).body.items).toEqual([]);
  });
});

describe("the list", () => {
  let there: TestWorkspace;
  const collection = randomUUID();

  beforeAll(async () => {
    there = await createWorkspace(database);
    const { workspaceId } = there;
    await withScope(database.db, { workspaceId }, (trx) =>
      trx
        .insertInto("collections")
        .values({ workspace_id: workspaceId, id: collection, name: "All" })
        .execute(),
    );
    const jira = { base_url: "https://example.atlassian.net", jql_query: "project = SUP" };
    const cron = { scheduler_type: "cron", scheduler_value: "0 6 * * *" };
    await make({ id: "jira-1", name: "Support 100%", type: "jira", slots: jira }, cron, there);
    await make({ id: "jira-2", name: "Sales", type: "jira", slots: jira }, undefined, there);
    await make({ id: "up-1", name: "Legal", collection_ids: [collection] }, undefined, there);
    await make({ id: "up-2", name: "legal old" }, cron, there);
    await make({ id: "up-3", name: "HR", collection_ids: [collection] }, cron, there);
    await withScope(database.db, { workspaceId }, async (trx) => {
      await trx
        .updateTable("connectors")
        .set({ health: "needs_credentials" })
        .where("id", "=", "jira-2")
        .execute();
      // All made at the same microsecond, as an import would: the id decides.
      await sql`update connectors set created_at = '2026-11-24 12:00:00.123457Z'`.execute(trx);
    });
  });

  const ids = async (query: Record<string, string | number>) => {
    const { status, body } = await ask(query, there);
    expect(status).toBe(200);
    return body.items.map(({ id }: { id: string }) => id);
  };

  it("pages through equal timestamps without losing or repeating one", async () => {
    for (const limit of [1, 2, 4]) {
      const seen: string[] = [];
      let cursor: string | null = null;
      do {
        const { body } = await ask({ limit, ...(cursor && { cursor }) }, there);
        seen.push(...body.items.map(({ id }: { id: string }) => id));
        cursor = body.next_cursor;
      } while (cursor);
      expect(seen).toEqual(["up-3", "up-2", "up-1", "jira-2", "jira-1"]);
    }
  });

  it.each([
    [{ type: "jira" }, ["jira-2", "jira-1"]],
    [{ state: "waiting_for_collection" }, ["jira-2"]],
    [{ state: "active", type: "upload" }, ["up-3", "up-2", "up-1"]],
    [{ health: "needs_credentials" }, ["jira-2"]],
    [{ collection_id: collection }, ["up-3", "up-1"]],
    [{ collection_id: collection.toUpperCase(), q: "hr" }, ["up-3"]],
    [{ collection_id: randomUUID() }, []],
    [{ q: "LEGAL" }, ["up-2", "up-1"]],
    [{ q: "up-3" }, ["up-3"]],
    [{ q: "%" }, ["jira-1"]],
    [{ q: "" }, ["up-3", "up-2", "up-1", "jira-2", "jira-1"]],
  ])("filters by %j", async (query, expected) => {
    expect(await ids(query as Record<string, string>)).toEqual(expected);
  });

  it.each([
    ["type", "dropbox"],
    ["state", "asleep"],
    ["health", "well"],
    ["collection_id", "x"],
    ["limit", "0"],
    ["cursor", "WyJ4IiwieSJd"],
    ["cursor", Buffer.from('["2026-02-30T00:00:00.000000Z","a"]').toString("base64url")],
    ["colour", "red"],
  ])("refuses %s=%s", async (name, value) => {
    const { status, body } = await ask({ [name]: value }, there);
    expect(status).toBe(400);
    expect(body.errors).toMatchObject([{ path: name }]);
  });
});
