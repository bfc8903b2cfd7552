import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, it } from "vitest";
import { POST as create } from "#app/v1/connector/create_connector/[workspace_id]/route.ts";
import { POST as associate } from "#app/v1/connector/create_connector_collection_association/[workspace_id]/route.ts";
import { DELETE as deleteCollection } from "#app/v1/workspaces/[workspace_id]/collections/[collection_id]/route.ts";
import { POST as createCollection } from "#app/v1/workspaces/[workspace_id]/collections/route.ts";
import {
  PUT as putIn,
  DELETE as takeOut,
} from "#app/v1/workspaces/[workspace_id]/connectors/[connector_id]/collections/[collection_id]/route.ts";
import { POST as pause } from "#app/v1/workspaces/[workspace_id]/connectors/[connector_id]/pause/route.ts";
import { POST as resume } from "#app/v1/workspaces/[workspace_id]/connectors/[connector_id]/resume/route.ts";
import {
  DELETE as deleteOne,
  PATCH as patch,
} from "#app/v1/workspaces/[workspace_id]/connectors/[connector_id]/route.ts";
import { POST as start } from "#app/v1/workspaces/[workspace_id]/connectors/[connector_id]/runs/route.ts";
import { POST as cancel } from "#app/v1/workspaces/[workspace_id]/runs/[run_id]/cancel/route.ts";
import type { RouteHandler } from "#lib/http/route.ts";
import { ActiveRun } from "#lib/runs/active-run.ts";
import { claimRun } from "#lib/runs/claim.ts";
import { executeRun } from "#lib/runs/execute.ts";
import { purgeExpired } from "#lib/runs/retention.ts";
import { requeueLost, sweepRuns } from "#lib/runs/sweep-runs.ts";
import { gone, ListSource, text } from "#lib/runs/testing/list-source.ts";
import { openRunStage, type RunStage } from "#lib/runs/testing/stage.ts";
import { dispatchDue } from "#lib/schedules/dispatch.ts";
import { reconcile } from "#lib/schedules/reconcile.ts";
import { setServices } from "#lib/services.ts";
import { createWorkspace, type TestWorkspace } from "#lib/testing/actors.ts";
import { call } from "#lib/testing/call.ts";

let stage: RunStage;
let here: TestWorkspace;
const answers: { door: string; status: number; detail?: string }[] = [];
const rounds = 40;

beforeAll(async () => {
  stage = await openRunStage();
  here = await createWorkspace(stage.database);
  setServices(stage.engine);
  const source = new ListSource("tombstones");
  source.batches = [
    [text("a"), text("b")],
    [text("c"), gone("a")],
  ];
  stage.sources.set("upload", source);
});
afterAll(() => stage[Symbol.asyncDispose]());

async function ask(door: RouteHandler, params: Record<string, string> = {}, body?: unknown, query = {}) {
  const answer = await call(door, {
    params: { workspace_id: here.workspaceId, ...params },
    token: here.admin.token,
    body,
    query,
  });
  answers.push({ door: door.operation.id, status: answer.status, detail: answer.body?.detail });
  return answer.body;
}

/** Takes runs and executes them, as a worker does, until none waits. */
async function work(): Promise<void> {
  for (;;) {
    const claimed = await claimRun(stage.engine.db, { workerId: stage.workerId, passOver: [] });
    if (!claimed) return;
    await executeRun(stage.engine, new ActiveRun(claimed));
  }
}

async function activeRun(connectorId: string): Promise<string> {
  const row = await stage.admin
    .selectFrom("runs")
    .select("id")
    .where("connector_id", "=", connectorId)
    .where("state", "in", ["queued", "running"])
    .executeTakeFirst();
  return row?.id ?? randomUUID();
}

it("lets everybody change a connector at once, without deadlock, fault or leftovers", async () => {
  const { db, boss } = stage.engine;
  for (let round = 0; round < rounds; round++) {
    const id = `c${round}`;
    const connector = { connector_id: id };
    const [a, b] = await Promise.all([0, 1].map(() => ask(createCollection, {}, { name: randomUUID() })));
    const type = ["imed", "cron", "cron"][round % 3] ?? "cron";
    await ask(
      create,
      {},
      { id, name: "Files", type: "upload", slots: {}, collection_ids: round % 2 === 0 ? [a.id] : [] },
      { scheduler_type: type, scheduler_value: "* * * * *" },
    );
    const at = new Date(Date.now() + 120_000);
    await Promise.all([
      work(),
      ask(associate, {}, { connector_id: id, collection_ids: [a.id, b.id] }),
      ask(putIn, { ...connector, collection_id: b.id }),
      ask(takeOut, { ...connector, collection_id: a.id }),
      ask(patch, connector, { name: "Renamed", credentials: { password: "x" } }),
      ask(patch, connector, { slots: { round } }),
      dispatchDue({ db, boss }, { at }),
      dispatchDue({ db, boss }, { at }),
      ask(start, connector),
      activeRun(id).then((run_id) => ask(cancel, { run_id })),
      ask(pause, connector),
      ask(resume, connector),
      ...(round % 4 === 3 ? [] : [ask(deleteOne, connector)]),
      ...(round % 5 === 0 ? [ask(deleteCollection, { collection_id: b.id })] : []),
      work(),
      sweepRuns(db, boss),
      requeueLost(db, boss),
      purgeExpired(db),
    ]);
    await work();
  }

  // Done, or a plain answer about what somebody else did first.
  const odd = answers.filter(({ status }) => ![200, 201, 202, 204, 404, 409].includes(status));
  expect(odd).toEqual([]);
  const deletions = answers.filter(({ door }) => door === "delete_connector");
  expect(deletions.map(({ status }) => status)).toEqual(Array(rounds * 0.75).fill(204));

  await requeueLost(db, boss);
  await work();
  expect(await reconcile(db, { at: new Date() })).toMatchObject({
    schedulesWithoutJob: 0,
    jobsWithoutSchedule: 0,
  });
  const { rows: stray } = await sql`
    select name, data from pgboss.job j where name = 'run' and not exists (
      select from runs r where r.id::text = j.data->>'run_id')`.execute(stage.admin);
  expect(stray).toEqual([]);
  const { rows: deadlocks } = await sql<{ deadlocks: number }>`
    select deadlocks from pg_stat_database where datname = current_database()`.execute(stage.admin);
  expect(Number(deadlocks[0]?.deadlocks)).toBe(0);
});
