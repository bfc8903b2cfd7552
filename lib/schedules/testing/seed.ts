import { randomUUID } from "node:crypto";
import { Kysely, PostgresDialect } from "kysely";
import type pg from "pg";
import { openAdminPool } from "#db/testing/admin-pool.ts";
import type { TestDatabase } from "#db/testing/database.ts";
import type { DB } from "#db/types.ts";
import { planOccurrence } from "#lib/schedules/plan.ts";

export type SeededSchedule = {
  type: "cron" | "when" | "imed";
  value: string | null;
  timezone?: string;
  missed?: "run_once" | "skip";
  state?: string;
  /** Planned for this instant, with its job. */
  nextRunAt?: Date | null;
  inCollection?: boolean;
};

type Admin = Kysely<DB>;

/** A workspace with one collection, and a look at its database from above row security. */
export async function openStage(database: TestDatabase) {
  const pool = openAdminPool(database);
  const admin: Admin = new Kysely<DB>({ dialect: new PostgresDialect({ pool }) });
  const workspaceId = randomUUID();
  const collectionId = randomUUID();
  await admin.insertInto("workspaces").values({ id: workspaceId, name: "Stage" }).execute();
  await admin
    .insertInto("collections")
    .values({ workspace_id: workspaceId, id: collectionId, name: "All" })
    .execute();
  return {
    admin,
    workspaceId,
    collectionId,
    ...seeding(admin, workspaceId, collectionId),
    ...looking(admin, pool),
    close: () => admin.destroy(),
  };
}

export type Stage = Awaited<ReturnType<typeof openStage>>;

function seeding(admin: Admin, workspaceId: string, collectionId: string) {
  async function associate(connectorId: string): Promise<void> {
    await admin
      .insertInto("connector_collections")
      .values({ workspace_id: workspaceId, connector_id: connectorId, collection_id: collectionId })
      .execute();
  }

  /** A connector with its schedule, its job if it is planned, and its association unless told otherwise. */
  async function add(connectorId: string, seeded: SeededSchedule): Promise<void> {
    const ref = { workspace_id: workspaceId, connector_id: connectorId };
    const {
      type,
      value,
      timezone = "Etc/UTC",
      missed = "run_once",
      state = "active",
      nextRunAt: at,
    } = seeded;
    // As the product does it: a reconciler at work beside the test must never see the one without the other.
    await admin.transaction().execute(async (trx) => {
      await trx
        .insertInto("connectors")
        .values({
          workspace_id: workspaceId,
          id: connectorId,
          name: connectorId,
          type: "upload",
          slots: "{}",
        })
        .execute();
      await trx
        .insertInto("schedules")
        .values({ ...ref, type, value, timezone, missed, state, next_run_at: at ?? null })
        .execute();
      if (at) await planOccurrence(trx, { workspaceId, connectorId, at });
    });
    if (seeded.inCollection !== false) await associate(connectorId);
  }

  return { add, associate };
}

function looking(admin: Admin, pool: pg.Pool) {
  return {
    /** A connector's runs as `[scheduled_for, state, reason]`, oldest first. */
    async runsOf(connectorId: string): Promise<[string | undefined, string, string | null][]> {
      const rows = await admin
        .selectFrom("runs")
        .select(["scheduled_for", "state", "reason"])
        .where("connector_id", "=", connectorId)
        .orderBy("scheduled_for")
        .execute();
      return rows.map((row) => [row.scheduled_for?.toISOString(), row.state, row.reason]);
    },

    async scheduleRow(connectorId: string) {
      return admin
        .selectFrom("schedules")
        .selectAll()
        .where("connector_id", "=", connectorId)
        .executeTakeFirstOrThrow();
    },

    /** Waiting occurrence jobs: connector and instant. */
    async occurrences(): Promise<[string, string][]> {
      const { rows } = await pool.query(
        "select data->>'connector_id' as id, start_after from pgboss.job where name = 'occurrence' order by 1, 2",
      );
      return rows.map((row) => [row.id, row.start_after.toISOString()]);
    },

    /** The runs that wait in the run queue. */
    async queuedRunIds(): Promise<string[]> {
      const { rows } = await pool.query(
        "select data->>'run_id' as id from pgboss.job where name = 'run' order by 1",
      );
      return rows.map((row) => row.id);
    },

    async finishRuns(): Promise<void> {
      await pool.query("update runs set state = 'succeeded' where state = 'queued'");
    },
  };
}
