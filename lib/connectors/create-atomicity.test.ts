import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { join } from "node:path";
import pg from "pg";
import type { PgBoss } from "pg-boss";
import { afterAll, beforeAll, expect, it } from "vitest";
import { POST as create } from "#app/v1/connector/create_connector/[workspace_id]/route.ts";
import { openDb } from "#db/client.ts";
import { withScope } from "#db/scope.ts";
import { createTestDatabase, type TestDatabase } from "#db/testing/database.ts";
import { setServices, startSender } from "#lib/services.ts";
import { createWorkspace, type TestWorkspace } from "#lib/testing/actors.ts";
import { call } from "#lib/testing/call.ts";
import { type Fault, startWireProxy, type WireProxy } from "#lib/testing/wire-proxy.ts";

let database: TestDatabase;
let workspace: TestWorkspace;
let proxy: WireProxy;
let collectionId: string;
let admin: pg.Client;
let boss: PgBoss;

beforeAll(async () => {
  database = await createTestDatabase();
  workspace = await createWorkspace(database);
  collectionId = randomUUID();
  await withScope(database.db, { workspaceId: workspace.workspaceId }, (trx) =>
    trx
      .insertInto("collections")
      .values({ workspace_id: workspace.workspaceId, id: collectionId, name: "All" })
      .execute(),
  );
  boss = await startSender(database.db);
  await boss.getQueue("run");
  // Its last use is noted already, so that the statements counted are the creation's own.
  await withScope(database.db, { identity: true }, (trx) =>
    trx.updateTable("api_tokens").set({ last_used_at: new Date() }).execute(),
  );
  proxy = await startWireProxy(database.url);
  admin = new pg.Client({ connectionString: database.adminUrl });
  await admin.connect();
});

afterAll(async () => {
  await admin.end();
  await proxy[Symbol.asyncDispose]();
  await database[Symbol.asyncDispose]();
});

const schedules = {
  imed: { scheduler_type: "imed" },
  cron: { scheduler_type: "cron", scheduler_value: "0 6 * * *" },
  when: { scheduler_type: "when", scheduler_value: "2100-01-01T00:00:00Z" },
};

type Kind = keyof typeof schedules;

function request(kind: Kind, id: string) {
  return {
    params: { workspace_id: workspace.workspaceId },
    token: workspace.editor.token,
    query: schedules[kind],
    body: {
      id,
      name: id,
      type: "upload",
      slots: {},
      credentials: { a: "b" },
      collection_ids: [collectionId],
    },
    headers: { "idempotency-key": id },
  };
}

/** How many rows of each kind a creation left: all of them, or none. */
async function rowsOf(id: string): Promise<Record<string, number>> {
  const { rows } = await admin.query(
    `select
      (select count(*)::int from connectors where id = $1) as connectors,
      (select count(*)::int from schedules where connector_id = $1) as schedules,
      (select count(*)::int from connector_collections where connector_id = $1) as associations,
      (select count(*)::int from audit_log where target_id = $1 and action = 'connector.create') as audit,
      (select count(*)::int from idempotency_keys where key = $1) as idempotency,
      (select count(*)::int from pgboss.job where name = 'occurrence' and data->>'connector_id' = $1) as occurrences,
      (select count(*)::int from runs where connector_id = $1) as runs,
      (select count(*)::int from pgboss.job j join runs r on r.id::text = j.data->>'run_id'
        where j.name = 'run' and r.connector_id = $1) as run_jobs`,
    [id],
  );
  return rows[0];
}

function whole(kind: Kind): Record<string, number> {
  const starts = kind === "imed" ? 1 : 0;
  return {
    connectors: 1,
    schedules: 1,
    associations: 1,
    audit: 1,
    idempotency: 1,
    occurrences: 1 - starts,
    runs: starts,
    run_jobs: starts,
  };
}

const none = Object.fromEntries(Object.keys(whole("imed")).map((key) => [key, 0]));

/** Creates through the proxy, over connections of its own: a broken one is nobody else's. */
async function createThroughProxy(asked: ReturnType<typeof plainRequest>, fault?: Fault) {
  const db = openDb({ url: proxy.url, max: 1 });
  setServices({ db, boss, now: () => new Date() });
  proxy.arm(fault);
  try {
    return { answer: await call(create, asked), statements: proxy.statements() };
  } finally {
    proxy.arm(undefined);
    await db.destroy();
  }
}

it.each(["imed", "cron", "when"] as const)(
  "leaves all or nothing of a %s connector, whatever statement fails and however",
  { timeout: 60_000 },
  async (kind) => {
    const { statements, answer } = await createThroughProxy(request(kind, `${kind}-good`));
    expect(answer.status).toBe(201);
    expect(await rowsOf(`${kind}-good`)).toEqual(whole(kind));
    expect(statements).toBeGreaterThanOrEqual(6);
    for (let at = 1; at <= statements; at += 1) {
      for (const faultKind of ["error", "cut_before", "cut_after"] as const) {
        const id = `${kind}-${faultKind}-${at}`;
        const { answer } = await createThroughProxy(request(kind, id), { at, kind: faultKind });
        const rows = await rowsOf(id);
        expect([none, whole(kind)], `${faultKind} at statement ${at}`).toContainEqual(rows);
        if (answer.status === 201) expect(rows).toEqual(whole(kind));
        else expect(answer.status).toBe(faultKind === "error" ? 500 : 503);
        // Only an answer lost after the commit may leave something: then the repeat is answered from it.
        if (rows.connectors === 1 && answer.status !== 201)
          expect([faultKind, at]).toEqual(["cut_after", statements]);
        const repeat = await createThroughProxy(request(kind, id));
        expect(repeat.answer.status).toBe(201);
        expect(await rowsOf(id)).toEqual(whole(kind));
      }
    }
  },
);

/** The plainest creation: its begin, its one statement and its commit travel together. */
function plainRequest(id: string): Omit<ReturnType<typeof request>, "headers"> {
  const { headers: _, body, ...rest } = request("cron", id);
  return { ...rest, body: { ...body, collection_ids: [] } };
}

it("leaves all or nothing of what travels with its commit", { timeout: 60_000 }, async () => {
  const plain = { ...whole("cron"), associations: 0, idempotency: 0 };
  const { statements, answer } = await createThroughProxy(plainRequest("plain-good"));
  expect(answer.status).toBe(201);
  expect(await rowsOf("plain-good")).toEqual(plain);
  // Who asks; begin, the rows, commit.
  expect(statements).toBe(4);
  for (let at = 1; at <= statements; at += 1) {
    for (const kind of ["error", "cut_before", "cut_after"] as const) {
      const id = `plain-${kind}-${at}`;
      const { answer } = await createThroughProxy(plainRequest(id), { at, kind });
      await untilIdle();
      const rows = await rowsOf(id);
      expect(answer.status, `${kind} at statement ${at}`).toBe(kind === "error" ? 500 : 503);
      // The commit was on its way when the answer was lost.
      const isDone = kind === "cut_after" && at > 1;
      expect(rows, `${kind} at statement ${at}`).toEqual(isDone ? plain : none);
      const repeat = await createThroughProxy(plainRequest(id));
      expect(repeat.answer.status).toBe(isDone ? 409 : 201);
      expect(await rowsOf(id)).toEqual(plain);
    }
  }
});

it("leaves all or nothing when the process is killed after any statement", { timeout: 60_000 }, async () => {
  const { statements } = await createThroughProxy(request("cron", "kill-good"));
  for (let at = 1; at <= statements; at += 1) {
    const id = `kill-${at}`;
    const killed = await createAndKill("cron", id, at);
    expect(killed).toBe("SIGKILL");
    const rows = await rowsOf(id);
    expect(rows, `killed after statement ${at}`).toEqual(at === statements ? whole("cron") : none);
  }
});

/** Another process sends the request; it is killed once the server has run the statement, before the answer. */
async function createAndKill(kind: Kind, id: string, at: number): Promise<NodeJS.Signals | null> {
  const script = join(import.meta.dirname, "..", "testing", "call-create.ts");
  const child = spawn(process.execPath, [script], {
    env: { ...process.env, DATABASE_URL: proxy.url },
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  await once(child, "message");
  const exited = once(child, "exit");
  proxy.arm({ at, kind: "halt_after", onHalt: () => child.kill("SIGKILL") });
  child.send(request(kind, id));
  const [, signal] = await exited;
  proxy.arm(undefined);
  await untilIdle();
  return signal as NodeJS.Signals | null;
}

/** The server notices a dead client by itself; only then is its transaction gone. */
async function untilIdle(): Promise<void> {
  for (;;) {
    const { rows } = await admin.query(
      "select 1 from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid() and state <> 'idle'",
    );
    if (rows.length === 0) return;
  }
}
