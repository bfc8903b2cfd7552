import type { Duplex } from "node:stream";
import {
  Kysely,
  PostgresAdapter,
  type PostgresCursor,
  PostgresDialect,
  type PostgresPool,
  type PostgresPoolClient,
  type PostgresQueryResult,
} from "kysely";
import pg from "pg";
import { isReadOnly } from "./errors.ts";
import { patienceMs } from "./patience.ts";
import { prepared } from "./prepared.ts";
import type { DB } from "./types.ts";

export type Db = Kysely<DB>;

export type DbOptions = {
  url: string;
  /** Connections at most. */
  max?: number;
  applicationName?: string;
  /** False behind a transaction-mode pooler that doesn't follow protocol-level prepared statements. */
  preparedStatements?: boolean;
};

// bigint counters stay below 2^53 here: sizes, sequence numbers, counts.
pg.types.setTypeParser(pg.types.builtins.INT8, Number);

/** Opens a pool. Every query goes through `withScope`; outside one the login may see nothing. */
export function openDb(options: DbOptions): Db {
  const pool = new pg.Pool({ ...configOf(options), max: options.max ?? 10 });
  // An idle connection that breaks is replaced at its next use; without a listener it would end the process.
  pool.on("error", () => {});
  // One that breaks between two statements of a transaction has nobody listening either: the next statement fails.
  pool.on("connect", (client) => client.on("error", () => {}));
  const dialect = new Dialect({ pool: wrapPool(pool, options) });
  const db = new Kysely<DB>({ dialect });
  pools.set(db, pool);
  return db;
}

/** Kysely locks migrations by session, which a transaction-mode pooler hands to somebody else: db/migrate.ts locks. */
class Adapter extends PostgresAdapter {
  override async acquireMigrationLock(): Promise<void> {}
  override async releaseMigrationLock(): Promise<void> {}
}

class Dialect extends PostgresDialect {
  override createAdapter(): PostgresAdapter {
    return new Adapter();
  }
}

const pools = new WeakMap<Db, pg.Pool>();

/** The connections of a pool by what they do, and the queries that wait for one. */
export function poolUse(db: Db): { used: number; idle: number; waiting: number } {
  const { totalCount = 0, idleCount = 0, waitingCount = 0 } = pools.get(db) ?? {};
  return { used: totalCount - idleCount, idle: idleCount, waiting: waitingCount };
}

/** How every connection is opened. */
export function configOf({ url, applicationName }: DbOptions): pg.ClientConfig {
  return {
    connectionString: url,
    application_name: applicationName ?? "tributary",
    connectionTimeoutMillis: 10_000,
    // A server that vanished without a word is noticed at the next use, not when the kernel gives up.
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
    // Statements that nobody waits between travel together (db/scope.ts).
    pipeline: true,
  };
}

/** Connections to servers that take no writes: what opens the next one may lead to the one that does. */
const readOnly = new WeakSet<pg.Client>();

function wrapPool(pool: pg.Pool, options: DbOptions): PostgresPool {
  const known = new WeakMap<pg.PoolClient, PostgresPoolClient>();
  return {
    options: pool.options,
    end: () => pool.end(),
    connect: async () => {
      const client = await pool.connect();
      const release = () => client.release(readOnly.has(client));
      const found = known.get(client) ?? { query: queryOf(client, options), release };
      known.set(client, found);
      return found;
    },
  } as PostgresPool;
}

/** Runs queries on a connection: prepared when they keep coming back, sent together where they can be. */
export function queryOf(
  client: pg.Client,
  { preparedStatements = true }: DbOptions,
): PostgresPoolClient["query"] {
  function query<R>(text: string, values: readonly unknown[]): Promise<PostgresQueryResult<R>>;
  function query<R>(cursor: PostgresCursor<R>): PostgresCursor<R>;
  function query(text: unknown, values: readonly unknown[] = []): unknown {
    if (typeof text !== "string") throw new TypeError("Cursors aren't used here.");
    holdWrites(client.connection.stream);
    const statement = statementOf(text, values, preparedStatements);
    const answer = client.query(Object.assign(statement, { query_timeout: patienceMs() }));
    answer.catch((error) => {
      if (isReadOnly(error)) readOnly.add(client);
    });
    return answer;
  }
  return query;
}

function statementOf(text: string, values: readonly unknown[], isPrepared: boolean): pg.QueryConfig {
  if (values.length === 0) return { text };
  return isPrepared ? prepared(text, values) : { text, values: [...values] };
}

/** What is sent before the event loop turns leaves in one piece: one system call, one wake-up of the server. */
function holdWrites(stream: Duplex): void {
  stream.cork();
  process.nextTick(() => stream.uncork());
}
