import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import { fromKysely, type PgBoss } from "pg-boss";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { isUniqueViolation } from "#db/errors.ts";
import { withScope } from "#db/scope.ts";
import { createTestDatabase, type TestDatabase } from "#db/testing/database.ts";
import { startSender } from "#lib/services.ts";
import { queues } from "#lib/worker/queues.ts";
import { cancelOccurrence, enqueueRun, occurrenceKey, planOccurrence, replanOccurrence } from "./plan.ts";
import { openStage, type Stage } from "./testing/seed.ts";

let database: TestDatabase;
let stage: Stage;
let boss: PgBoss;
const at = new Date("2027-01-01T10:00:00Z");

beforeAll(async () => {
  database = await createTestDatabase();
  stage = await openStage(database);
  boss = await startSender(database.db);
});

afterAll(async () => {
  await boss.stop({ graceful: false });
  await stage.close();
  await database[Symbol.asyncDispose]();
});

function inWorkspace<T>(work: Parameters<typeof withScope<T>>[2]): Promise<T> {
  return withScope(database.db, { workspaceId: stage.workspaceId }, work);
}

function ref() {
  return { workspaceId: stage.workspaceId, connectorId: randomUUID() };
}

async function jobsOf(connector: ReturnType<typeof ref>) {
  const { rows } = await sql<Record<string, unknown>>`
    select * from pgboss.job where singleton_key = ${occurrenceKey(connector)}`.execute(stage.admin);
  return rows;
}

describe("an occurrence", () => {
  it("is the row that boss.send writes, but for an expiry it can't have", async () => {
    const ours = ref();
    const theirs = ref();
    await inWorkspace(async (trx) => {
      await planOccurrence(trx, { ...ours, at });
      const data = { workspace_id: theirs.workspaceId, connector_id: theirs.connectorId };
      const options = { singletonKey: occurrenceKey(theirs), startAfter: at, db: fromKysely(trx) };
      await boss.send(queues.occurrence, data, options);
    });
    const [our] = await jobsOf(ours);
    const [their] = await jobsOf(theirs);
    const own = { id: "", singleton_key: "", data: "", keep_until: "" };
    expect({ ...our, ...own }).toEqual({ ...their, ...own });
    expect(our?.data).toEqual({ workspace_id: ours.workspaceId, connector_id: ours.connectorId });
  });

  it("can't be planned twice", async () => {
    const connector = ref();
    const twice = inWorkspace(async (trx) => {
      await planOccurrence(trx, { ...connector, at });
      await planOccurrence(trx, { ...connector, at });
    });
    await expect(twice).rejects.toSatisfy((error) => isUniqueViolation(error));
    expect(await jobsOf(connector)).toEqual([]);
  });

  it("vanishes with the transaction that planned it", async () => {
    const connector = ref();
    const failed = inWorkspace(async (trx) => {
      await planOccurrence(trx, { ...connector, at });
      throw new Error("changed my mind");
    });
    await expect(failed).rejects.toThrow("changed my mind");
    expect(await jobsOf(connector)).toEqual([]);
  });

  it("is one job per connector, in workspaces that use the same connector id", async () => {
    const one = ref();
    const other = { ...one, workspaceId: randomUUID() };
    await inWorkspace(async (trx) => {
      await planOccurrence(trx, { ...one, at });
      await planOccurrence(trx, { ...other, at });
    });
    expect([await jobsOf(one), await jobsOf(other)]).toMatchObject([[{}], [{}]]);
  });

  it("moves, is planned when there was none, and is taken back", async () => {
    const connector = ref();
    const later = new Date("2027-02-01T10:00:00Z");
    await inWorkspace((trx) => replanOccurrence(trx, { ...connector, at }));
    expect(await jobsOf(connector)).toMatchObject([{ start_after: at }]);
    await inWorkspace((trx) => replanOccurrence(trx, { ...connector, at: later }));
    expect(await jobsOf(connector)).toMatchObject([{ start_after: later }]);
    await inWorkspace((trx) => cancelOccurrence(trx, connector));
    await inWorkspace((trx) => cancelOccurrence(trx, connector));
    expect(await jobsOf(connector)).toEqual([]);
  });
});

describe("a run's job", () => {
  it("waits until it may start, once", async () => {
    const runId = randomUUID();
    const run = { workspaceId: stage.workspaceId, runId, startAfter: at };
    await inWorkspace((trx) => enqueueRun(trx, boss, run));
    await expect(inWorkspace((trx) => enqueueRun(trx, boss, run))).rejects.toThrow("already waits");
    const { rows } = await sql`
      select data, start_after, heartbeat_seconds from pgboss.job where singleton_key = ${runId}`.execute(
      stage.admin,
    );
    const data = { workspace_id: stage.workspaceId, run_id: runId };
    expect(rows).toEqual([{ data, start_after: at, heartbeat_seconds: 10 }]);
  });
});
