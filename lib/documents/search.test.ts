import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { GET as search } from "#app/v1/workspaces/[workspace_id]/search/route.ts";
import { withScope } from "#db/scope.ts";
import { createTestDatabase, type TestDatabase } from "#db/testing/database.ts";
import { createWorkspace, type TestWorkspace } from "#lib/testing/actors.ts";
import { call } from "#lib/testing/call.ts";
import { useServices } from "#lib/testing/services.ts";
import type { FoundDocument } from "./schemas.ts";
import { addConnector, addDocuments } from "./testing/seed.ts";

let database: TestDatabase;
let here: TestWorkspace;
let other: TestWorkspace;
const [docs, all, none] = [randomUUID(), randomUUID(), randomUUID()];

beforeAll(async () => {
  database = await createTestDatabase();
  await useServices(database);
  here = await createWorkspace(database);
  other = await createWorkspace(database);
  const place = { database, workspaceId: here.workspaceId };
  await addConnector(place, "site", [docs, all]);
  await addConnector(place, "files", [all]);
  await addDocuments(place, "site", [
    { title: "Backup", text: "How to save a database with pg_dump, every night." },
    { title: "Restore", text: "Read a backup again. It isn't hard: the full text of it is Markdown." },
    { title: "Sharding", text: "Text that is full of machines. Backups are elsewhere." },
    { title: "Gone backup", text: "Removed from its source.", removed_at: new Date() },
  ]);
  await addDocuments(place, "files", [
    {
      title: "Vertrag",
      text: "Die Straße nach Österreich, bei Zürich. Mail an e-mail@example.com",
      mime: "application/pdf",
      file_owner: "Ada@example.com",
      updated_at: new Date("2026-01-01"),
    },
    {
      title: "next.config.js",
      text: "Of Array<string>, &amp; ../lib/net.ts, see v16.2.11 or ada@example.com.",
    },
    { title: "日本語の文書", text: "これは 検索 のための文書です。", updated_at: new Date("2026-03-01") },
  ]);
  const theirs = { database, workspaceId: other.workspaceId };
  await addConnector(theirs, "site", []);
  await addDocuments(theirs, "site", [{ title: "Their backup", text: "backup" }]);
});
afterAll(() => database[Symbol.asyncDispose]());

function ask(query: Record<string, string | number>, workspace = here) {
  return call(search, {
    params: { workspace_id: workspace.workspaceId },
    query,
    token: workspace.viewer.token,
  });
}

async function titles(query: Record<string, string | number>): Promise<string[]> {
  const { status, body } = await ask(query);
  expect(status, JSON.stringify(body)).toBe(200);
  expect(body.total).toBe(body.items.length);
  return body.items.map(({ title }: FoundDocument) => title);
}

describe("what is found", () => {
  it.each([
    ["backup ", ["Backup", "Restore"]],
    ["backup", ["Backup", "Restore", "Sharding"]],
    ["BACKUPS", ["Sharding"]],
    ["dat", ["Backup"]],
    ["pg_du", ["Backup"]],
    ["dump", ["Backup"]],
    ["full text ", ["Restore", "Sharding"]],
    ['"full text"', ["Restore"]],
    ['"full te', ["Restore"]],
    ["backup -restore", ["Backup"]],
    ["machines or night", ["Backup", "Sharding"]],
    ["-text", ["Backup", "Vertrag", "next.config.js", "日本語の文書"]],
    ['-"full text" text ', ["Sharding"]],
    ["straße", ["Vertrag"]],
    ["STRASSE", []],
    ["österreich", ["Vertrag"]],
    ["e-mail@example.com", ["Vertrag"]],
    ["mail ", ["Vertrag"]],
    ["example.com", ["Vertrag", "next.config.js"]],
    ["config", ["next.config.js"]],
    ["next.conf", ["next.config.js"]],
    ["lib/net", ["next.config.js"]],
    ["string ", ["next.config.js"]],
    ["v16.2.11", ["next.config.js"]],
    ["-next.config.js -text", ["Backup", "Vertrag", "日本語の文書"]],
    ["検索", ["日本語の文書"]],
    ["日本", ["日本語の文書"]],
    ["removed", []],
    ["zebra", []],
    ["!!! ---", []],
    ["'; drop table documents; --", []],
    ["\\", []],
    ["a & b | !c <-> :*", []],
    ["💥", []],
  ])("by %j is %j", async (q, expected) => {
    expect((await titles({ q })).toSorted()).toEqual(expected.toSorted());
  });

  it("never belongs to another workspace, whatever is asked", async () => {
    for (const q of ["backup", "-zebra", ` ${other.workspaceId}`, `"${other.workspaceId}"`]) {
      const { body } = await ask({ q });
      expect(body.items.map(({ title }: FoundDocument) => title)).not.toContain("Their backup");
    }
    expect((await ask({ q: "backup" }, other)).body).toMatchObject({
      total: 1,
      items: [{ title: "Their backup" }],
    });
  });
});

describe("filters", () => {
  it.each([
    [{ connector_id: "site" }, ["Backup", "Restore", "Sharding"]],
    [{ connector_id: "files" }, ["Vertrag", "next.config.js", "日本語の文書"]],
    [{ connector_id: "nobody" }, []],
    [{ connector_id: "o'b\\x" }, []],
    [{ collection_id: docs }, ["Backup", "Restore", "Sharding"]],
    [
      { collection_id: all.toUpperCase() },
      ["Backup", "Restore", "Sharding", "Vertrag", "next.config.js", "日本語の文書"],
    ],
    [{ collection_id: none }, []],
    [{ collection_id: docs, connector_id: "files" }, []],
    [{ mime: "application/pdf" }, ["Vertrag"]],
    [{ file_owner: "ADA@EXAMPLE.COM" }, ["Vertrag"]],
    [{ updated_since: "2026-02-01", connector_id: "files" }, ["next.config.js", "日本語の文書"]],
  ])("leave of everything with %j %j", async (filter, expected) => {
    expect((await titles({ q: "-zebra", ...filter } as Record<string, string>)).toSorted()).toEqual(
      expected.toSorted(),
    );
  });

  it("find the documents of a collection with very many connectors as well", async () => {
    const big = randomUUID();
    const crowd = await createWorkspace(database);
    const place = { database, workspaceId: crowd.workspaceId };
    await addConnector(place, "first", [big]);
    await addDocuments(place, "first", [{ title: "In", text: "needle" }]);
    await addConnector(place, "outside");
    await addDocuments(place, "outside", [{ title: "Out", text: "needle" }]);
    for (let at = 0; at < 205; at++) await addConnector(place, `c${at}`, [big]);
    expect((await ask({ q: "needle", collection_id: big }, crowd)).body).toMatchObject({
      total: 1,
      items: [{ title: "In" }],
    });
  });
});

describe("the order", () => {
  it("puts words of the title first, and shows where they are", async () => {
    const { body } = await ask({ q: "backup" });
    expect(body.items[0]).toMatchObject({
      title: "Backup",
      title_matches: [[0, 6]],
      connector_name: "The site",
    });
    const restore = body.items.find(({ title }: FoundDocument) => title === "Restore");
    expect(restore.highlights).toEqual([
      {
        text: "Read a backup again. It isn't hard: the full text of it is Markdown.",
        matches: [[7, 13]],
      },
    ]);
    expect(restore).not.toHaveProperty("text");
  });

  it("pages through equal ranks, each document once", async () => {
    const crowd = await createWorkspace(database);
    const place = { database, workspaceId: crowd.workspaceId };
    await addConnector(place, "many");
    const same = Array.from({ length: 130 }, () => ({ title: "Same", text: "the same words" }));
    const ids = await addDocuments(place, "many", same);
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const { body } = await ask({ q: "same wor", limit: 50, ...(cursor && { cursor }) }, crowd);
      expect(body.total).toBe(130);
      seen.push(...body.items.map(({ id }: FoundDocument) => id));
      cursor = body.next_cursor;
    } while (cursor);
    expect(seen).toEqual(ids.toSorted().reverse());
  });
});

describe("wrong questions", () => {
  it.each([
    [{}, "q"],
    [{ q: " " }, "q"],
    [{ q: "x".repeat(301) }, "q"],
    [{ q: "a", collection_id: "x" }, "collection_id"],
    [{ q: "a", updated_since: "2026-02-30" }, "updated_since"],
    [{ q: "a", cursor: "x" }, "cursor"],
    [{ q: "a", cursor: cursorOf(["1e400", randomUUID()]) }, "cursor"],
    [{ q: "a", cursor: cursorOf([0.5, "x"]) }, "cursor"],
    [{ q: "a", limit: 0 }, "limit"],
    [{ q: "a", removed: "true" }, "removed"],
  ])("%j are told what is wrong", async (query, path) => {
    const { status, body } = await ask(query as Record<string, string>);
    expect(status).toBe(400);
    expect(body.errors).toMatchObject([{ path }]);
  });

  it.each(["x".repeat(300), "é".repeat(300), "😀".repeat(150), `${"a or ".repeat(59)}b`, '"'.repeat(300)])(
    "%j is no fault",
    async (q) => expect((await ask({ q })).status).toBe(200),
  );

  it.each([-1e300, 1e300, 5e-324, 0])("take a forged rank of %s", async (rank) => {
    expect((await ask({ q: "backup", cursor: cursorOf([rank, randomUUID()]) })).status).toBe(200);
  });
});

function cursorOf(values: (string | number)[]): string {
  return Buffer.from(JSON.stringify(values)).toString("base64url");
}

it("asks the text index, below row security as well", async () => {
  const place = { database, workspaceId: other.workspaceId };
  const many = Array.from({ length: 3000 }, (_, at) => ({ title: `${at}`, text: `${at} of many` }));
  for (let at = 0; at < many.length; at += 500) await addDocuments(place, "site", many.slice(at, at + 500));
  const admin = new pg.Client({ connectionString: database.adminUrl });
  await admin.connect();
  try {
    await admin.query("analyze documents");
    const before = await scans(admin);
    await withScope(database.db, { workspaceId: here.workspaceId }, async (trx) => {
      await sql`
        select * from search_documents(search_query('backup', ''), 10, null, null, null, null, null, null, null)
      `.execute(trx);
      await sql`select pg_stat_force_next_flush()`.execute(trx);
    });
    // Other connections may tell theirs late.
    expect(await scans(admin)).toBeGreaterThan(before);
  } finally {
    await admin.end();
  }
});

async function scans(admin: pg.Client): Promise<number> {
  const { rows } = await admin.query(
    "select idx_scan from pg_stat_user_indexes where indexrelname = 'documents_search'",
  );
  return Number(rows[0].idx_scan);
}
