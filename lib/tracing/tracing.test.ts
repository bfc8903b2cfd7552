import { once } from "node:events";
import { createServer } from "node:http";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { POST as startRun } from "#app/v1/workspaces/[workspace_id]/connectors/[connector_id]/runs/route.ts";
import { text } from "#lib/runs/testing/list-source.ts";
import { openRunStage, type RunStage } from "#lib/runs/testing/stage.ts";
import { createWorkspace } from "#lib/testing/actors.ts";
import { call } from "#lib/testing/call.ts";
import { useServices } from "#lib/testing/services.ts";
import { startTracing, stopTracing } from "./start.ts";

// Settings are read once, by the first module that asks.
vi.hoisted(() => {
  process.env.OTEL_EXPORTER_OTLP_ENDPOINT = "http://127.0.0.1:18318";
});

type Span = {
  name: string;
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  attributes: { key: string; value: Record<string, unknown> }[];
};

const spans: Span[] = [];
const raw: string[] = [];
/** An OTLP collector, as far as JSON over HTTP goes (opentelemetry.io/docs/specs/otlp). */
const collector = createServer(async (request, response) => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const body = Buffer.concat(chunks).toString();
  raw.push(body);
  if (request.url === "/v1/traces") {
    for (const { scopeSpans } of JSON.parse(body).resourceSpans)
      spans.push(...scopeSpans.flatMap((one: { spans: Span[] }) => one.spans));
  }
  response.writeHead(200, { "content-type": "application/json" }).end("{}");
});

let stage: RunStage;
beforeAll(async () => {
  collector.listen(18318, "127.0.0.1");
  await once(collector, "listening");
  stage = await openRunStage();
  await useServices(stage.database);
  await startTracing("tributary-test");
});
afterAll(async () => {
  await stage[Symbol.asyncDispose]();
  collector.closeAllConnections();
  collector.close();
});

it("follows a request through its job into its run, and the caller's own trace before it", async () => {
  const { workspaceId, owner } = await createWorkspace(stage.database);
  const connector = await stage.addConnector({ workspaceId });
  await stage.associate(connector);
  connector.source.batches = [[text("a")], [text("b")]];
  const caller = { traceId: "4bf92f3577b34da6a3ce929d0e0e4736", spanId: "00f067aa0ba902b7" };
  const params = { workspace_id: workspaceId, connector_id: connector.connectorId };
  const headers = { traceparent: `00-${caller.traceId}-${caller.spanId}-01` };
  expect((await call(startRun, { params, token: owner.token, headers, body: {} })).status).toBe(202);
  await stage.execute(await stage.take());
  await stopTracing();
  const named = (name: string) => {
    const span = spans.find((one) => one.name === name);
    if (!span) throw new Error(`There is no span ${name} among ${spans.map((one) => one.name)}.`);
    return span;
  };
  const request = named("POST /v1/workspaces/{workspace_id}/connectors/{connector_id}/runs");
  const run = named(`run ${connector.connectorId}`);
  expect(request.parentSpanId).toBe(caller.spanId);
  expect(run.parentSpanId).toBe(request.spanId);
  expect(spans.filter(({ name }) => name === "store batch").map(({ parentSpanId }) => parentSpanId)).toEqual([
    run.spanId,
    run.spanId,
  ]);
  expect(new Set(spans.map(({ traceId }) => traceId))).toEqual(new Set([caller.traceId]));
  const attributes = Object.fromEntries(
    run.attributes.map(({ key, value }) => [key, Object.values(value)[0]]),
  );
  expect(attributes).toMatchObject({
    "tributary.workspace_id": workspaceId,
    "tributary.outcome": "succeeded",
  });
  expect(raw.join()).not.toContain(owner.token);
});
