import { fromKysely, PgBoss } from "pg-boss";
import { type Db, openDb } from "#db/client.ts";
import { assertRowSecurity } from "#db/row-security.ts";
import { openShared } from "#db/shared.ts";
import { databaseNow, readClock, readClockEveryMs } from "./clock.ts";
import type { Services } from "./context.ts";
import { env } from "./env.ts";
import { log } from "./log.ts";
import { startTracing } from "./tracing/start.ts";
import { bossSchema } from "./worker/queues.ts";

// Next compiles instrumentation, pages and handlers into separate module instances: the one of the process is here.
const holder = globalThis as typeof globalThis & { tributaryServices?: Services };

/** The pool, the queue and the clock of this process. @throws Error before `startServices` */
export function services(): Services {
  if (!holder.tributaryServices) throw new Error("startServices() comes first: see instrumentation.ts.");
  return holder.tributaryServices;
}

/** Makes `services()` answer these: at start, or a test's own database and clock. */
export function setServices(replacement: Services): void {
  holder.tributaryServices = replacement;
}

/** Opens the pool, proves row-level security, readies the queue's sender. */
export async function startServices(): Promise<Services> {
  const { DATABASE_URL: url, DATABASE_POOL: max, PREPARED_STATEMENTS: preparedStatements } = env();
  if (!url) throw new Error("DATABASE_URL isn't set: start with `npm start`, or set it.");
  const db = openDb({ url, max, preparedStatements });
  await assertRowSecurity(db);
  await startTracing("tributary-web");
  const lookups = openShared({ url, preparedStatements });
  const started: Services = { db, lookups, boss: await startSender(db), now: databaseNow };
  await readClock(db);
  setInterval(() => void readClock(lookups).catch(() => {}), readClockEveryMs).unref();
  setServices(started);
  return started;
}

/** A pg-boss that only sends, in the caller's transaction: it opens no connection and supervises nothing. */
export async function startSender(db: Db): Promise<PgBoss> {
  const boss = new PgBoss({
    db: fromKysely(db),
    schema: bossSchema,
    supervise: false,
    schedule: false,
    migrate: false,
    createSchema: false,
    registerInstance: false,
  });
  boss.on("error", (error) => log.error({ err: error }, "pg-boss"));
  await boss.start();
  return boss;
}
