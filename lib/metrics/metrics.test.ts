import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { GET as scrape } from "#app/metrics/route.ts";
import { GET as listConnectors } from "#app/v1/workspaces/[workspace_id]/connectors/route.ts";
import { failed, text } from "#lib/runs/testing/list-source.ts";
import { openRunStage, type RunStage } from "#lib/runs/testing/stage.ts";
import { dispatchDue } from "#lib/schedules/dispatch.ts";
import { planOccurrence } from "#lib/schedules/plan.ts";
import { reconcile } from "#lib/schedules/reconcile.ts";
import { createWorkspace } from "#lib/testing/actors.ts";
import { call } from "#lib/testing/call.ts";
import { useServices } from "#lib/testing/services.ts";
import { serveMetrics } from "./serve.ts";

const token = "a scraper's own token";
// Settings are read once, by the first module that asks.
vi.hoisted(() => {
  process.env.METRICS_TOKEN = "a scraper's own token";
  process.env.METRICS_CONNECTORS = "2";
});

let stage: RunStage;
beforeAll(async () => {
  stage = await openRunStage();
  await useServices(stage.database);
});
afterAll(() => stage[Symbol.asyncDispose]());

function ask(authorization?: string): Promise<Response> {
  const headers = new Headers(authorization === undefined ? [] : [["authorization", authorization]]);
  return scrape(new Request("http://127.0.0.1:3000/metrics", { headers }));
}

/** Every sample of the exposition format, by its name and labels. */
function samplesOf(exposition: string): Map<string, number> {
  const lines = exposition.split("\n").filter((line) => line !== "" && !line.startsWith("#"));
  return new Map(
    lines.map((line) => {
      const [, name, value] = /^([a-z_0-9]+(?:\{.*\})?) (-?[\d.e+-]+|[+-]Inf|Nan)$/.exec(line) ?? [];
      if (name === undefined) throw new Error(`Not a sample: ${line}`);
      return [name, Number(value)];
    }),
  );
}

const samples = async () => samplesOf(await (await ask(`Bearer ${token}`)).text());

it.each([undefined, "Bearer ", "Bearer a scraper's own toke", `Basic ${token}`, token])(
  "shows nothing to whoever says %s",
  async (authorization) => {
    const answer = await ask(authorization);
    expect([answer.status, answer.headers.get("www-authenticate")]).toEqual([401, "Bearer"]);
    expect(await answer.text()).not.toContain("tributary_");
  },
);

it("tells requests, runs, items and lateness as they happened, and what the database knows", async () => {
  const workspace = await createWorkspace(stage.database);
  await call(listConnectors, {
    params: { workspace_id: workspace.workspaceId },
    token: workspace.viewer.token,
  });
  await call(listConnectors, { params: { workspace_id: workspace.workspaceId } });

  const connector = await stage.addConnector();
  const { workspaceId, connectorId } = connector;
  await stage.run(connector, [[text("a"), text("b")], [failed("c")]]);
  await stage.run(connector, [[text("a"), text("b"), text("c")]]);
  const planned = new Date(Date.now() - 7000);
  await stage.admin
    .updateTable("schedules")
    .set({ type: "when", value: planned.toISOString(), next_run_at: planned, state: "active" })
    .where("connector_id", "=", connectorId)
    .execute();
  await planOccurrence(stage.admin, { workspaceId, connectorId, at: planned });
  await stage.associate(connector);
  await dispatchDue(stage.engine);
  await stage.addConnector({ workspaceId });
  await stage.addConnector({ workspaceId });

  const told = await samples();
  const labels = (status: number) => `operation="list_connectors",status="${status}"`;
  expect(told.get(`tributary_http_request_duration_seconds_count{${labels(200)}}`)).toBe(1);
  expect(told.get(`tributary_http_request_duration_seconds_count{${labels(401)}}`)).toBe(1);
  expect(told.get(`tributary_run_duration_seconds_count{type="${connectorId}",outcome="partial"}`)).toBe(1);
  expect(told.get(`tributary_items_total{type="${connectorId}",outcome="added"}`)).toBe(3);
  expect(told.get(`tributary_items_total{type="${connectorId}",outcome="failed"}`)).toBe(1);
  expect(told.get("tributary_occurrence_lateness_seconds_count")).toBe(1);
  expect(told.get("tributary_occurrence_lateness_seconds_sum")).toBeGreaterThanOrEqual(7);
  expect(told.get('tributary_occurrence_lateness_seconds_bucket{le="5"}')).toBe(0);
  expect(told.get('tributary_runs{state="queued"}')).toBe(1);
  expect(told.get('tributary_connectors{standing="well"}')).toBe(1);
  expect(told.get('tributary_connectors{standing="never_succeeded"}')).toBe(2);
  expect(told.get('tributary_db_connections{state="waiting"}')).toBe(0);
  expect(told.get("tributary_orphans")).toBe(0);
  const stalest = [...told.keys()].filter((name) => name.startsWith("tributary_connector_last_success"));
  expect(stalest).toHaveLength(2);
});

it("counts what the reconciler found", async () => {
  await stage.admin
    .transaction()
    .execute((trx) =>
      planOccurrence(trx, { workspaceId: crypto.randomUUID(), connectorId: "gone", at: new Date() }),
    );
  vi.useFakeTimers({ toFake: ["performance"], now: Date.now() });
  expect(await reconcile(stage.engine.db, { at: new Date() })).toMatchObject({ jobsWithoutSchedule: 1 });
  vi.advanceTimersByTime(20_000);
  expect((await samples()).get("tributary_orphans")).toBe(1);
  vi.useRealTimers();
});

it("is served by a worker on a port of its own", async () => {
  const server = await serveMetrics({ db: stage.engine.db, host: "127.0.0.1", port: 0 });
  const { port } = server.address() as AddressInfo;
  const get = (path: string, method = "GET") =>
    fetch(`http://127.0.0.1:${port}${path}`, { method, headers: { authorization: `Bearer ${token}` } });
  const answer = await get("/metrics");
  expect(answer.headers.get("content-type")).toContain("version=0.0.4");
  expect(samplesOf(await answer.text()).has("tributary_process_resident_memory_bytes")).toBe(true);
  expect((await get("/")).status).toBe(404);
  expect((await get("/metrics", "POST")).status).toBe(404);
  server.close();
  await once(server, "close");
});
