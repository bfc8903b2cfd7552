import { randomUUID } from "node:crypto";
import pg from "pg";
import { afterAll, beforeAll, expect, it } from "vitest";
import { POST as create } from "#app/v1/connector/create_connector/[workspace_id]/route.ts";
import { POST as createCollection } from "#app/v1/workspaces/[workspace_id]/collections/route.ts";
import { createTestDatabase, type TestDatabase } from "#db/testing/database.ts";
import type { RouteHandler } from "#lib/http/route.ts";
import { createWorkspace, type TestWorkspace } from "#lib/testing/actors.ts";
import { call } from "#lib/testing/call.ts";
import { servedHandlers } from "#lib/testing/route-files.ts";
import { rowCounts } from "#lib/testing/row-counts.ts";
import { useServices } from "#lib/testing/services.ts";
import { hostileText, mutated, written } from "./mutate.ts";
import { isLong, pick, randomOf, rounds, seed } from "./rounds.ts";

const random = randomOf(seed);
const handlers = (await servedHandlers()).map(({ handler }) => handler as RouteHandler);

let database: TestDatabase;
let workspace: TestWorkspace;
let admin: pg.Client;
/** Ids that exist, so that what is wrong elsewhere is reached. */
const ids: string[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
  await useServices(database);
  workspace = await createWorkspace(database);
  admin = new pg.Client({ connectionString: database.adminUrl });
  await admin.connect();
  ids.push(workspace.workspaceId, workspace.editor.userId, randomUUID(), ...(await seedConnector()));
});
afterAll(async () => {
  await admin.end();
  await database[Symbol.asyncDispose]();
});

/** A connector in a collection with a run that waits: what it is asked about then exists. */
async function seedConnector(): Promise<string[]> {
  const asker = { params: { workspace_id: workspace.workspaceId }, token: workspace.owner.token };
  const collection = await call(createCollection, { ...asker, body: { name: "All" } });
  const body = {
    id: "files",
    name: "Files",
    type: "upload",
    slots: {},
    collection_ids: [collection.body.id],
  };
  const created = await call(create, { ...asker, query: { scheduler_type: "imed" }, body });
  expect(created.status).toBe(201);
  const { rows } = await admin.query<{ id: string }>("select id from runs");
  return ["files", "files", collection.body.id, ...rows.map(({ id }) => id)];
}

/** Trials read where they are pointed: here, at a port of this machine where nobody listens. */
function pointedHere(example: unknown): unknown {
  return JSON.parse(JSON.stringify(example).replace(/https?:\/\/[^"]*/g, "http://127.0.0.1:9/"));
}

function examplesOf({ bodyExample, bodyExamples }: RouteHandler["operation"]): unknown[] {
  return bodyExamples ? Object.values(bodyExamples) : [bodyExample ?? {}];
}

function urlOf({ path, query }: RouteHandler["operation"]): { url: URL; params: Record<string, string> } {
  const params: Record<string, string> = {};
  const filled = path.replace(/\{(\w+)\}/g, (_, key: string) => {
    const isOurs = key === "workspace_id" && random() < 0.95;
    params[key] = isOurs
      ? workspace.workspaceId
      : random() < 0.6
        ? pick(random, ids)
        : hostileText(random).slice(0, 400);
    return encodeURIComponent(params[key].toWellFormed());
  });
  const url = new URL(filled, "http://127.0.0.1:3000");
  for (const name of Object.keys(query?.shape ?? {})) {
    if (random() < 0.3)
      url.searchParams.append(
        name,
        pick(random, ["imed", "cron", "when", "10", hostileText(random), hostileText(random)])
          .slice(0, 2000)
          .toWellFormed(),
      );
  }
  if (random() < 0.05) url.searchParams.append(hostileText(random).slice(0, 50).toWellFormed(), "x");
  if (random() < 0.03)
    for (const [name, value] of [...url.searchParams]) url.searchParams.append(name, value);
  return { url, params };
}

function headersOf(hasBody: boolean): Headers {
  const headers = new Headers({ authorization: `Bearer ${workspace.owner.token}` });
  if (hasBody) headers.set("content-type", random() < 0.95 ? "application/json" : "text/plain");
  const odd = () =>
    hostileText(random)
      .replace(/[^\x20-\x7e]/g, "?")
      .slice(0, 300);
  if (random() < 0.1) headers.set("idempotency-key", odd());
  if (random() < 0.1) headers.set("if-match", odd());
  if (random() < 0.05) headers.set("if-none-match", odd());
  if (random() < 0.05) headers.set("range", `bytes=${odd()}`);
  if (random() < 0.02) headers.set("authorization", `Bearer ${odd()}`);
  return headers;
}

function makeRequest({ operation }: RouteHandler) {
  const { url, params } = urlOf(operation);
  const isTrial = operation.path.endsWith("/check") || operation.path.endsWith("/preview");
  const hasBody = operation.body !== undefined;
  const example = pick(random, examplesOf(operation));
  const body = hasBody
    ? written(random, mutated(random, isTrial ? pointedHere(example) : example))
    : undefined;
  const request = new Request(url, { method: operation.method, headers: headersOf(hasBody), body });
  const told = `${operation.method} ${url.pathname}${url.search.slice(0, 300)} ${body?.slice(0, 300) ?? ""}`;
  return { request, params, told };
}

/** What a request of the kind would do to the session that asks, or to all that the others are about. */
const leftOut = new Set([
  "delete_workspace",
  "revoke_token",
  "remove_member",
  "patch_member",
  "change_password",
]);

it(`answers whatever it is sent, quickly, without a fault of ours and without half a write (seed ${seed})`, {
  timeout: isLong ? 4 * 3_600_000 : 180_000,
}, async () => {
  const doors = handlers.filter(({ operation }) => !leftOut.has(operation.id) && !operation.rawBody);
  const statuses: Record<string, number> = {};
  let slowest = { ms: 0, told: "" };
  for (let round = 0; round < rounds(5000, 100_000); round++) {
    const handler = pick(random, doors);
    const { request, params, told } = makeRequest(handler);
    const before = round % 20 === 0 ? await rowCounts(admin) : undefined;
    const began = performance.now();
    const answer = await handler(request, { params: Promise.resolve(params) });
    const text = await answer.text();
    const ms = performance.now() - began;
    if (ms > slowest.ms) slowest = { ms, told };
    statuses[answer.status] = (statuses[answer.status] ?? 0) + 1;
    expect(answer.status, `round ${round}: ${told} → ${text.slice(0, 300)}`).toBeLessThan(500);
    if (answer.status < 400) continue;
    expect(answer.headers.get("content-type"), told).toBe("application/problem+json");
    if (before) expect(await rowCounts(admin), told).toEqual(before);
  }
  console.log(
    `${JSON.stringify(statuses)}; slowest ${Math.round(slowest.ms)} ms: ${slowest.told.slice(0, 100)}`,
  );
  expect(Object.keys(statuses).length).toBeGreaterThan(3);
});
