import { type ChildProcess, execFile } from "node:child_process";
import { randomBytes, randomUUID } from "node:crypto";
import { mkdtempSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import pg from "pg";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { POST as create } from "#app/v1/connector/create_connector/[workspace_id]/route.ts";
import { POST as run } from "#app/v1/workspaces/[workspace_id]/connectors/[connector_id]/runs/route.ts";
import { createTestDatabase, type TestDatabase } from "#db/testing/database.ts";
import { env } from "#lib/env.ts";
import { openSite, page, type Site } from "#lib/sources/web/testing/site.ts";
import { createWorkspace, type TestWorkspace } from "#lib/testing/actors.ts";
import { call } from "#lib/testing/call.ts";
import { useServices } from "#lib/testing/services.ts";
import { killAll, startWorkerProcess } from "./processes.ts";
import { rounds } from "./rounds.ts";

// Keys change while connectors that need their credentials run, again and again. No run may fail; afterwards the
// newest key opens everything, and a worker with another one says what it lacks.

const root = join(import.meta.dirname, "..");
const dataDir = mkdtempSync(join(tmpdir(), "tributary-rotation-"));
const count = 8;
const rotations = rounds(2, 60);
const newKey = (id: string) => `${id}:${randomBytes(32).toString("base64")}`;
/** The first is the one that this process seals with. */
const keys = [(env().SECRETS_KEYS ?? [])[0] ?? ""];
for (let at = 1; at <= rotations; at++) keys.push(newKey(`k${at}`));
const newest = keys.at(-1) ?? "";

let database: TestDatabase;
let admin: pg.Client;
let here: TestWorkspace;
let site: Site;
const workers: ChildProcess[] = [];

beforeAll(async () => {
  site = await openSite();
  site.pages.set("/", ({ headers }) => (headers["x-key"] === "the secret" ? page("In") : { status: 401 }));
  Object.assign(env(), { ALLOW_PRIVATE_HOSTS: [site.host] });
  database = await createTestDatabase();
  await useServices(database);
  here = await createWorkspace(database);
  admin = new pg.Client({ connectionString: database.adminUrl });
  await admin.connect();
  await admin.query("insert into collections (workspace_id, id, name) values ($1, $2, 'All')", [
    here.workspaceId,
    collectionId,
  ]);
  for (const id of connectors) await make(id);
});
const collectionId = randomUUID();
const connectors = Array.from({ length: count }, (_, at) => `c${at}`);

afterAll(async () => {
  await killAll(workers);
  await admin.end();
  await site[Symbol.asyncDispose]();
  await database[Symbol.asyncDispose]();
  await rm(dataDir, { recursive: true, force: true });
});

async function make(id: string): Promise<void> {
  const slots = { url: `${site.origin}/`, extraction_type: "single", email: here.viewer.email };
  const made = await call(create, {
    params: { workspace_id: here.workspaceId },
    token: here.owner.token,
    query: { scheduler_type: "imed" },
    body: {
      id,
      name: id,
      type: "web_scraper",
      slots,
      credentials: { headers: { "x-key": "the secret" } },
      collection_ids: [collectionId],
    },
  });
  expect(made.status, JSON.stringify(made.body)).toBe(201);
}

function startWorker(ring: string[]): ChildProcess {
  const options = { url: database.url, dataDir, host: site.host };
  const worker = startWorkerProcess({ ...options, env: { SECRETS_KEYS: ring.join(",") } });
  workers.push(worker);
  return worker;
}

async function rotate(ring: string[]): Promise<string> {
  const { stdout } = await promisify(execFile)(process.execPath, [join(root, "scripts/rotate-keys.ts")], {
    cwd: root,
    env: { ...process.env, DATABASE_URL: database.url, DATA_DIR: dataDir, SECRETS_KEYS: ring.join(",") },
  });
  return stdout;
}

/** Starts a run of every connector that has none under way. */
async function runAll(): Promise<void> {
  const { workspaceId: workspace_id, owner } = here;
  const asked = connectors.map((connector_id) =>
    call(run, { params: { workspace_id, connector_id }, token: owner.token }),
  );
  for (const { status } of await Promise.all(asked)) expect(status).toBeOneOf([202, 409]);
}

async function states(): Promise<Record<string, number>> {
  const { rows } = await admin.query<{ state: string; count: string }>(
    "select case when reason is null then state else state || ': ' || reason end as state, count(*) from runs group by 1",
  );
  return Object.fromEntries(rows.map(({ state, count: of }) => [state, Number(of)]));
}

/** Waits until nothing runs, and answers how many runs there were. */
async function settled(): Promise<number> {
  let ended: Record<string, number> = {};
  await vi.waitFor(
    async () => {
      ended = await states();
      expect(Object.keys(ended)).toEqual(["succeeded"]);
    },
    { timeout: 20_000, interval: 100 },
  );
  return ended.succeeded ?? 0;
}

it("rotates keys while everything runs, and no run fails", { timeout: 600_000 }, async () => {
  const worker = startWorker(keys);
  const before = await settled();
  let isOver = false;
  const running = (async () => {
    while (!isOver) await runAll();
  })();
  for (let at = 1; at <= rotations; at++)
    expect(await rotate([keys[at] ?? "", keys[at - 1] ?? ""])).toContain(`Sealed ${count} `);
  isOver = true;
  await running;
  const during = (await settled()) - before;
  console.log(`${rotations} rotations of ${count} credentials; ${during} runs meanwhile, none failed.`);
  expect(during).toBeGreaterThan(rotations);
  await killAll([worker]);
});

it("needs no older key afterwards", async () => {
  startWorker([newest]);
  const before = await settled();
  await runAll();
  await vi.waitFor(async () => expect((await states()).succeeded).toBe(before + count), { timeout: 20_000 });
  expect(await settled()).toBe(before + count);
  await killAll(workers);
});

it("says at the run which key is missing, and the run waits for it", async () => {
  startWorker([newKey("other")]);
  await runAll();
  await vi.waitFor(
    async () => {
      const words = `queued: The key “k${rotations}” that sealed these credentials isn't in SECRETS_KEYS.`;
      const waiting = Object.entries(await states()).find(([state]) => state.startsWith(words));
      expect(waiting?.[1]).toBe(count);
    },
    { timeout: 20_000, interval: 100 },
  );
});
