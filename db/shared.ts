import { Kysely, PostgresDialect, type PostgresPool } from "kysely";
import pg from "pg";
import { configOf, type Db, type DbOptions, queryOf } from "./client.ts";
import type { DB } from "./types.ts";

/**
 * Opens one connection that everybody uses at the same time, for look-ups of one statement: those of a moment
 * travel together and wake the server once. Broken, it is replaced at its next use. It takes no transaction.
 */
export function openShared(options: DbOptions): Db {
  let current: Promise<pg.Client> | undefined;
  const open = () => {
    const client = new pg.Client(configOf(options));
    const opened = client.connect();
    const forget = () => {
      if (current === opened) current = undefined;
    };
    client.on("error", forget);
    client.once("end", forget);
    opened.catch(forget);
    return opened;
  };
  const pool = {
    options: {},
    connect: async () => {
      current ??= open();
      const query = queryOf(await current, options);
      return { query: withoutBegin(query), release: () => {} };
    },
    end: async () => (await current)?.end(),
  };
  return new Kysely<DB>({ dialect: new PostgresDialect({ pool: pool as PostgresPool }) });
}

type Query = ReturnType<typeof queryOf>;

function withoutBegin(query: Query): Query {
  return ((text: string, values: readonly unknown[]) => {
    if (text.startsWith("begin")) throw new TypeError("A transaction needs a connection of its own: openDb.");
    return query(text, values);
  }) as Query;
}
