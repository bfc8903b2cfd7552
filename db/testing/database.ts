import { randomUUID } from "node:crypto";
import pg from "pg";
import { inject } from "vitest";
import { type Db, openDb } from "#db/client.ts";
import { templateDatabase, urlOf } from "./cluster.ts";

export type TestDatabase = {
  db: Db;
  url: string;
  /** The superuser's address of the same database: to look behind row security, or to break things. */
  adminUrl: string;
  [Symbol.asyncDispose]: () => Promise<void>;
};

/** A migrated database of the caller's own, cloned from the template. Use with `await using`, or drop it in `afterAll`. */
export async function createTestDatabase(options: { max?: number } = {}): Promise<TestDatabase> {
  const server = inject("adminUrl");
  const name = `test_${randomUUID().replaceAll("-", "")}`;
  await asAdmin(
    server,
    `create database ${name} template ${templateDatabase} owner tributary strategy file_copy`,
  );
  const adminUrl = new URL(server);
  adminUrl.pathname = `/${name}`;
  const url = urlOf(server, name);
  const db = openDb({ url, max: options.max ?? 5 });
  return {
    db,
    url,
    adminUrl: adminUrl.href,
    [Symbol.asyncDispose]: async () => {
      await db.destroy();
      await asAdmin(server, `drop database ${name} with (force)`);
    },
  };
}

async function asAdmin(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
