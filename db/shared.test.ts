import { sql } from "kysely";
import pg from "pg";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Db } from "./client.ts";
import { withScope } from "./scope.ts";
import { openShared } from "./shared.ts";
import { createTestDatabase, type TestDatabase } from "./testing/database.ts";

let database: TestDatabase;
let shared: Db;

beforeAll(async () => {
  database = await createTestDatabase();
  shared = openShared({ url: database.url });
});

afterAll(async () => {
  await shared.destroy();
  await database[Symbol.asyncDispose]();
});

async function lookUp(value: number) {
  const { rows } = await sql<{ value: number; pid: number }>`
    select ${value}::int as value, pg_backend_pid() as pid`.execute(shared);
  return rows[0];
}

it("answers many at once over one connection, each its own answer", async () => {
  const answers = await Promise.all(Array.from({ length: 50 }, (_, value) => lookUp(value)));
  expect(answers.map((row) => row?.value)).toEqual(Array.from({ length: 50 }, (_, value) => value));
  expect(new Set(answers.map((row) => row?.pid)).size).toBe(1);
});

it("keeps one failure to the statement that failed", async () => {
  const failing = sql`select 1 / ${0}::int`.execute(shared);
  const [first, second, third] = await Promise.allSettled([lookUp(1), failing, lookUp(3)]);
  expect([first.status, second.status, third.status]).toEqual(["fulfilled", "rejected", "fulfilled"]);
});

it("takes another connection after its own broke", async () => {
  const before = await lookUp(1);
  const admin = new pg.Client({ connectionString: database.adminUrl });
  await admin.connect();
  await admin.query("select pg_terminate_backend($1, 5000)", [before?.pid]);
  await admin.end();
  // Whether the news of the end came already is the network's affair: one look-up may still meet it.
  await lookUp(2).catch(() => {});
  const after = await lookUp(3);
  expect(after?.value).toBe(3);
  expect(after?.pid).not.toBe(before?.pid);
});

it("takes no transaction", async () => {
  const scoped = withScope(shared, { system: true }, async () => "done");
  await expect(scoped).rejects.toThrow("A transaction needs a connection of its own");
});
