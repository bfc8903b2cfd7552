import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { POST as createConnector } from "#app/v1/connector/create_connector/[workspace_id]/route.ts";
import { POST as addDestination } from "#app/v1/workspaces/[workspace_id]/alerts/destinations/route.ts";
import { POST as startRun } from "#app/v1/workspaces/[workspace_id]/connectors/[connector_id]/runs/route.ts";
import { POST as invite } from "#app/v1/workspaces/[workspace_id]/invitations/route.ts";
import { DELETE } from "#app/v1/workspaces/[workspace_id]/route.ts";
import { claimRun } from "#lib/runs/claim.ts";
import { gone, text } from "#lib/runs/testing/list-source.ts";
import { type Connector, openRunStage, type RunStage } from "#lib/runs/testing/stage.ts";
import { dispatchDue } from "#lib/schedules/dispatch.ts";
import { reconcile } from "#lib/schedules/reconcile.ts";
import { setServices } from "#lib/services.ts";
import { createWorkspace, type TestWorkspace } from "#lib/testing/actors.ts";
import { call } from "#lib/testing/call.ts";

let stage: RunStage;

beforeAll(async () => {
  stage = await openRunStage();
  setServices(stage.engine);
});
afterAll(() => stage[Symbol.asyncDispose]());

type Place = { workspaceId: string; token: string };

const placeOf = (workspace: TestWorkspace): Place => ({
  workspaceId: workspace.workspaceId,
  token: workspace.owner.token,
});
const remove = ({ workspaceId, token }: Place) =>
  call(DELETE, { params: { workspace_id: workspaceId }, query: { confirm: "Here" }, token });

function schedule({ workspaceId, token }: Place, id: string) {
  return call(createConnector, {
    params: { workspace_id: workspaceId },
    query: { scheduler_type: "cron", scheduler_value: "* * * * *" },
    token,
    headers: { "idempotency-key": id },
    body: { id, name: id, type: "upload", slots: {} },
  });
}

/** A row in every table that a workspace has, and jobs in both queues. */
async function fill(place: Place): Promise<Connector> {
  const { workspaceId, token } = place;
  const connector = await stage.addConnector({ workspaceId });
  await stage.associate(connector);
  const keys = Array.from({ length: 40 }, (_, at) => `k${at}`);
  await stage.run(connector, [keys.map((key) => text(key))]);
  await stage.run(connector, [keys.slice(0, 30).map(gone)]);
  expect((await schedule(place, "hourly")).status).toBe(201);
  await call(invite, {
    params: { workspace_id: workspaceId },
    token,
    body: { email: "a@example.com", role: "viewer" },
  });
  const own = { workspace_id: workspaceId, connector_id: connector.connectorId };
  const upload = { name: "a.txt", mime: "text/plain", size_bytes: 1, blob_sha256: "00" };
  await stage.admin
    .insertInto("uploads")
    .values({ ...own, id: randomUUID(), ...upload })
    .execute();
  const page = { url_hash: Buffer.from("a"), url: "https://example.com/", depth: 0 };
  await stage.admin
    .insertInto("crawl_pages")
    .values({ ...own, ...page })
    .execute();
  await stage.admin
    .insertInto("source_items")
    .values({ ...own, key_hash: Buffer.from("a"), key: "a" })
    .execute();
  const destination = { type: "email", address: "a@example.com", kinds: ["failing"] };
  const added = await call(addDestination, {
    params: { workspace_id: workspaceId },
    token,
    body: destination,
  });
  const alert = { ...own, id: randomUUID(), kind: "failing", raised_at: new Date() };
  await stage.admin.insertInto("alerts").values(alert).execute();
  await stage.admin
    .insertInto("alert_deliveries")
    .values({
      workspace_id: workspaceId,
      id: randomUUID(),
      destination_id: added.body.id,
      alert_id: alert.id,
      event: "alert.raised",
    })
    .execute();
  return connector;
}

/** How many rows each table of ours, and each queue, has of a workspace. */
async function census(workspaceId: string): Promise<Record<string, number>> {
  const { rows: tables } = await sql<{ name: string }>`
    select table_name as name from information_schema.columns
    where table_schema = 'public' and column_name = 'workspace_id' order by 1`.execute(stage.admin);
  const counted = tables.map(
    ({ name }) =>
      sql`select ${name}::text as name, count(*)::int as rows from ${sql.table(name)}
        where workspace_id = ${workspaceId}`,
  );
  const jobs = sql`
    select 'jobs of ' || q.name, (select count(*)::int from pgboss.job j
      where j.name = q.name and j.data->>'workspace_id' = ${workspaceId})
    from (values ('occurrence'), ('run')) q (name)`;
  const { rows } = await sql<{ name: string; rows: number }>`
    ${sql.join([...counted, jobs], sql` union all `)}`.execute(stage.admin);
  return Object.fromEntries(rows.map((row) => [row.name, row.rows]));
}

describe("deleting a workspace", () => {
  it("takes every row and job with it, in the middle of a run, and none of another's", async () => {
    const here = placeOf(await createWorkspace(stage.database));
    const other = placeOf(await createWorkspace(stage.database));
    const connector = await fill(here);
    const neighbour = await fill(other);
    connector.source.batches = [[text("new")], [text("newer")], [text("newest")]];
    await stage.queue(connector);
    const active = await stage.take();
    await stage.queue(await stage.addConnector({ workspaceId: here.workspaceId }));
    const untouched = await census(other.workspaceId);
    connector.source.before = async (index) => {
      if (index !== 2) return;
      const before = await census(here.workspaceId);
      expect(before).toHaveProperty("run_seen");
      for (const [name, rows] of Object.entries(before)) expect(rows, name).toBeGreaterThan(0);
      expect((await remove(here)).status).toBe(204);
    };
    await stage.execute(active);

    const after = await census(here.workspaceId);
    expect(Object.entries(after).filter(([, rows]) => rows > 0)).toEqual([]);
    expect(await census(other.workspaceId)).toEqual(untouched);
    expect(untouched["jobs of occurrence"]).toBe(1);
    expect((await stage.run(neighbour, [[text("still here")]])).state).toBe("succeeded");
  });

  it("meets dispatch, runs and requests at once, and nothing is left behind", async () => {
    const { db, boss } = stage.engine;
    for (let round = 0; round < 5; round += 1) {
      const here = placeOf(await createWorkspace(stage.database));
      const connector = await stage.addConnector({ workspaceId: here.workspaceId });
      await stage.associate(connector);
      const ids = Array.from({ length: 6 }, (_, at) => `c${at}`);
      for (const id of ids) await schedule(here, id);
      const start = { workspace_id: here.workspaceId, connector_id: connector.connectorId };
      const dispatch = () => dispatchDue({ db, boss }, { at: new Date(Date.now() + 120_000) });
      const claim = () => claimRun(db, { workerId: stage.workerId, passOver: [] });
      const answers = await Promise.all([
        ...ids.map((id) => schedule(here, `late-${id}`)),
        dispatch(),
        call(startRun, { params: start, token: here.token }),
        remove(here),
        claim(),
        dispatch(),
        ...ids.map((id) => schedule(here, `later-${id}`)),
      ]);
      const statuses = answers.flatMap((answer) => (answer && "status" in answer ? [answer.status] : []));
      expect(statuses.filter((status) => status >= 500)).toEqual([]);
      const after = await census(here.workspaceId);
      expect(Object.entries(after).filter(([, rows]) => rows > 0)).toEqual([]);
    }
    await sql`delete from reconciler_reports`.execute(stage.admin);
    const report = await reconcile(db, { at: new Date() });
    expect(report).toMatchObject({ schedulesWithoutJob: 0, jobsWithoutSchedule: 0 });
  });
});
