import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import type { PgBoss } from "pg-boss";
import { afterAll, beforeAll, expect, it } from "vitest";
import { withScope } from "#db/scope.ts";
import { createTestDatabase, type TestDatabase } from "#db/testing/database.ts";
import type { Context } from "#lib/context.ts";
import { startSender } from "#lib/services.ts";
import { dispatchDue } from "./dispatch.ts";
import { pauseSchedule } from "./pause.ts";
import { cancelOccurrence } from "./plan.ts";
import { reconcile } from "./reconcile.ts";
import { reschedule } from "./reschedule.ts";
import { resumeSchedule } from "./resume.ts";
import { openStage, type Stage } from "./testing/seed.ts";

let database: TestDatabase;
let boss: PgBoss;
let stage: Stage;
let ctx: Context;

const start = Date.UTC(2026, 10, 24, 9, 59);
const hourMs = 3_600_000;
const rounds = 40;

beforeAll(async () => {
  database = await createTestDatabase({ max: 12 });
  boss = await startSender(database.db);
  stage = await openStage(database);
  ctx = {
    workspaceId: stage.workspaceId,
    timeZone: "Etc/UTC",
    actor: { type: "system", name: "test" },
    role: "admin",
    requestId: "test",
    db: database.db,
    boss,
    now: () => new Date(start),
  };
});

afterAll(async () => {
  await boss.stop({ graceful: false });
  await stage.close();
  await database[Symbol.asyncDispose]();
});

/** As the verb that deletes a connector does it: the occurrence first, then the row. */
function remove(connectorId: string): Promise<unknown> {
  const ref = { workspaceId: stage.workspaceId, connectorId };
  return withScope(database.db, { workspaceId: stage.workspaceId }, async (trx) => {
    await cancelOccurrence(trx, ref);
    await trx.deleteFrom("connectors").where("id", "=", connectorId).execute();
  });
}

it("keeps schedules and jobs together while people change them under the dispatchers' hands", async () => {
  const ids = Array.from({ length: 24 }, (_, index) => `c${index}`);
  const nextRunAt = new Date(start + 60_000);
  for (const id of ids) await stage.add(id, { type: "cron", value: "0 * * * *", nextRunAt });

  let now = start;
  for (let round = 0; round < rounds; round++) {
    now += hourMs / 2;
    const [a = "", b = "", c = "", d = ""] = [0, 7, 11, 17].map(
      (step) => ids[(round * 5 + step) % ids.length],
    );
    const fresh = randomUUID();
    const at = new Date(now);
    const dispatchers = [1, 2, 3].map(() => dispatchDue({ db: database.db, boss }, { at, batchSize: 3 }));
    await Promise.all([
      ...dispatchers,
      pauseSchedule({ ...ctx, now: () => at }, { connectorId: a }),
      resumeSchedule({ ...ctx, now: () => at }, { connectorId: b }),
      reschedule({ ...ctx, now: () => at }, { connectorId: c, scheduler_value: `${round} * * * *` }),
      remove(d),
      expectNoDifference(at),
      stage.add(fresh, { type: "cron", value: "30 * * * *", nextRunAt: new Date(now + hourMs) }),
    ]);
    ids[ids.indexOf(d)] = fresh;
    await stage.finishRuns();
  }

  await expectNoDifference(new Date(now));
  const doubled = await sql`
    select connector_id, scheduled_for from runs group by 1, 2 having count(*) > 1`.execute(stage.admin);
  expect(doubled.rows).toEqual([]);
});

/** Null is another worker's turn; a difference found in the middle of all this would be a false alarm. */
async function expectNoDifference(at: Date): Promise<void> {
  const report = await reconcile(database.db, { at });
  if (report) expect(report).toEqual({ at, schedulesWithoutJob: 0, jobsWithoutSchedule: 0 });
}
