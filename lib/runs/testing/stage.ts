import { randomUUID } from "node:crypto";
import { mkdtempSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Kysely, PostgresDialect, sql } from "kysely";
import { openAdminPool } from "#db/testing/admin-pool.ts";
import { createTestDatabase } from "#db/testing/database.ts";
import type { DB } from "#db/types.ts";
import type { JsonObject, Source, SourceItem } from "#lib/connectors/source.ts";
import { log } from "#lib/log.ts";
import { ActiveRun } from "#lib/runs/active-run.ts";
import { claimRun } from "#lib/runs/claim.ts";
import { type Engine, executeRun } from "#lib/runs/execute.ts";
import { type NewRun, queueRun } from "#lib/runs/queue-run.ts";
import { startSender } from "#lib/services.ts";
import { localBlobs } from "#lib/storage/local-blobs.ts";
import { ListSource } from "./list-source.ts";

/** A database with workspaces, connectors and an engine of the caller's own: runs are taken and executed by hand. */
export async function openRunStage() {
  const database = await createTestDatabase({ max: 8 });
  const folder = mkdtempSync(join(tmpdir(), "tributary-runs-"));
  const pool = openAdminPool(database);
  const admin = new Kysely<DB>({ dialect: new PostgresDialect({ pool }) });
  const sources = new Map<string, Source<JsonObject>>();
  const engine: Engine = {
    db: database.db,
    boss: await startSender(database.db),
    blobs: localBlobs(folder),
    log,
    sourceOf: (type) => {
      const source = sources.get(type);
      if (!source) throw new Error(`No source of type ${type} is on the stage.`);
      return source;
    },
    openCredentials: () => ({}),
    now: () => new Date(),
  };
  const stage = { database, admin, engine, sources, ...seeding(admin, sources), workerId: randomUUID() };
  return {
    ...stage,
    ...running(stage),
    ...looking(admin),
    async [Symbol.asyncDispose]() {
      await engine.boss.stop({ graceful: false });
      await admin.destroy();
      await database[Symbol.asyncDispose]();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

export type RunStage = Awaited<ReturnType<typeof openRunStage>>;

export type Connector = { workspaceId: string; connectorId: string; source: ListSource };

type Admin = Kysely<DB>;

function seeding(admin: Admin, sources: Map<string, Source<JsonObject>>) {
  async function addWorkspace(): Promise<string> {
    const id = randomUUID();
    await admin.insertInto("workspaces").values({ id, name: "Stage" }).execute();
    return id;
  }

  /** A connector that reads a list of its own, with an imed schedule that has begun. */
  async function addConnector(
    options: { workspaceId?: string; deletions?: "tombstones" | "listing"; batches?: SourceItem[][] } = {},
  ): Promise<Connector> {
    const source = new ListSource(options.deletions);
    source.batches = options.batches ?? [];
    const workspaceId = options.workspaceId ?? (await addWorkspace());
    const connectorId = randomUUID();
    sources.set(connectorId, source);
    await admin
      .insertInto("connectors")
      .values({ workspace_id: workspaceId, id: connectorId, name: "List", type: connectorId, slots: "{}" })
      .execute();
    await admin
      .insertInto("schedules")
      .values({
        workspace_id: workspaceId,
        connector_id: connectorId,
        type: "imed",
        timezone: "Etc/UTC",
        state: "active",
      })
      .execute();
    return { workspaceId, connectorId, source };
  }

  /** Puts a connector into a collection of its own. */
  async function associate({ workspaceId, connectorId }: Connector): Promise<void> {
    const id = randomUUID();
    await admin
      .insertInto("collections")
      .values({ workspace_id: workspaceId, id, name: connectorId })
      .execute();
    await admin
      .insertInto("connector_collections")
      .values({ workspace_id: workspaceId, connector_id: connectorId, collection_id: id })
      .execute();
  }

  return { addWorkspace, addConnector, associate };
}

function running({ admin, engine, workerId }: { admin: Admin; engine: Engine; workerId: string }) {
  async function queue({ workspaceId, connectorId }: Connector, more: Partial<NewRun> = {}): Promise<string> {
    const run = await admin.transaction().execute((trx) =>
      queueRun(trx, engine.boss, {
        workspaceId,
        connectorId,
        trigger: "manual",
        createdBy: null,
        ...more,
      }),
    );
    if (!run) throw new Error("Another run is active.");
    return run.id;
  }

  /** Takes the run that is next, as a worker does. */
  async function take(passOver: string[] = []): Promise<ActiveRun> {
    const claimed = await claimRun(engine.db, { workerId, passOver });
    if (!claimed) throw new Error("No run waits.");
    return new ActiveRun(claimed);
  }

  /** Queues a run of a connector, takes it and executes it to its end. Answers its row. */
  async function run(connector: Connector, batches?: SourceItem[][], more?: Partial<NewRun>) {
    if (batches) connector.source.batches = batches;
    const runId = await queue(connector, more);
    await executeRun(engine, await take());
    return admin.selectFrom("runs").selectAll().where("id", "=", runId).executeTakeFirstOrThrow();
  }

  return { queue, take, run, execute: (active: ActiveRun) => executeRun(engine, active) };
}

function looking(admin: Admin) {
  return {
    runRow: (runId: string) =>
      admin.selectFrom("runs").selectAll().where("id", "=", runId).executeTakeFirstOrThrow(),

    /** A connector's documents as `key: text`, removed ones as `key: -`. */
    async documents({ connectorId }: Connector): Promise<Record<string, string>> {
      const rows = await admin
        .selectFrom("documents")
        .select(["key", "text", "removed_at"])
        .where("connector_id", "=", connectorId)
        .execute();
      return Object.fromEntries(rows.map((row) => [row.key, row.removed_at ? "-" : row.text]));
    },

    /** A run's item rows as `key: outcome`. */
    async items(runId: string): Promise<Record<string, string>> {
      const rows = await admin
        .selectFrom("run_items")
        .select(["key", "outcome"])
        .where("run_id", "=", runId)
        .execute();
      return Object.fromEntries(rows.map((row) => [row.key, row.outcome]));
    },

    /** Jobs that wait in the run queue: run and how many seconds from now. */
    async jobs(): Promise<{ runId: string; inS: number }[]> {
      const { rows } = await sql<{ runId: string; inS: number }>`
        select data->>'run_id' as "runId", extract(epoch from start_after - now())::float as "inS"
        from pgboss.job where name = 'run' order by start_after`.execute(admin);
      return rows;
    },

    /** Lets a lease run out, as if its worker had died. */
    async expireLease(runId: string): Promise<void> {
      await admin
        .updateTable("runs")
        .set({ lease_expires_at: new Date(Date.now() - 1000) })
        .where("id", "=", runId)
        .execute();
    },
  };
}
