import { sql } from "kysely";
import { expect } from "vitest";
import type { CheckStage, JsonObject, PreviewPart, Source } from "#lib/connectors/source.ts";
import { sweepRuns } from "#lib/runs/sweep-runs.ts";
import type { Connector, RunStage } from "#lib/runs/testing/stage.ts";

export type ReadVendor = { source: Source<never>; slots: JsonObject; credentials: JsonObject };

export type Reader = Awaited<ReturnType<typeof openReader>>;

/** A connector on the stage that reads a vendor's stand-in. */
export async function openReader(stage: RunStage, vendor: ReadVendor) {
  const connector = await stage.addConnector();
  await stage.associate(connector);
  await stage.admin
    .updateTable("connectors")
    .set({ slots: JSON.stringify(vendor.slots), credentials_sealed: Buffer.from("sealed") })
    .where("id", "=", connector.connectorId)
    .execute();
  stage.engine.openCredentials = () => vendor.credentials;
  return {
    ...running(stage, vendor, connector),
    ...looking(stage, connector),
    ...trying(vendor, connector.workspaceId),
  };
}

function running(stage: RunStage, { source }: ReadVendor, connector: Connector) {
  const { admin, engine } = stage;
  let afterBatch: ((stored: number) => Promise<void>) | undefined;
  const watched: Source<never> = {
    ...source,
    read: async function* (context) {
      let stored = 0;
      for await (const batch of source.read(context)) {
        yield batch;
        await afterBatch?.(++stored);
      }
    },
  };
  stage.sources.set(connector.connectorId, watched as Source<JsonObject>);

  async function execute(runId: string) {
    await stage.execute(await stage.take());
    return stage.runRow(runId);
  }

  let last = "";
  return {
    async run() {
      last = await stage.queue(connector);
      return execute(last);
    },
    /** Takes the last run up again, as if its time had come. */
    async goOn() {
      await sql`update pgboss.job set start_after = now() where name = 'run'`.execute(admin);
      await sql`delete from host_pauses`.execute(admin);
      return execute(last);
    },
    /** Begins or continues a run, whose worker isn't heard of again after so many batches. */
    async runAndDie(batches: number) {
      const isOver = last === "" || !["queued", "interrupted"].includes((await stage.runRow(last)).state);
      if (isOver) last = await stage.queue(connector);
      const active = await stage.take();
      afterBatch = async (count) => {
        if (count < batches) return;
        afterBatch = undefined;
        await stage.expireLease(last);
        await sweepRuns(engine.db, engine.boss);
        active.stop("lost");
      };
      await stage.execute(active);
      afterBatch = undefined;
      expect((await stage.runRow(last)).state).toBe("interrupted");
    },
  };
}

function looking({ admin }: RunStage, { workspaceId, connectorId }: Connector) {
  return {
    /** Live documents by their key. */
    async documents() {
      const rows = await admin
        .selectFrom("documents")
        .select(["id", "key", "title", "text", "updated_at"])
        .where("workspace_id", "=", workspaceId)
        .where("connector_id", "=", connectorId)
        .where("removed_at", "is", null)
        .execute();
      return Object.fromEntries(rows.map((row) => [row.key, row]));
    },
    /** Everything that a run tells people. */
    async told() {
      const of = (table: "runs" | "run_items") =>
        admin.selectFrom(table).selectAll().where("workspace_id", "=", workspaceId).execute();
      return Promise.all([of("runs"), of("run_items")]);
    },
    async health() {
      const row = await admin
        .selectFrom("connectors")
        .select("health")
        .where("id", "=", connectorId)
        .executeTakeFirstOrThrow();
      return row.health;
    },
  };
}

function trying({ source, slots, credentials }: ReadVendor, workspaceId: string) {
  const trial = () => ({
    workspaceId,
    connectorId: null,
    slots: slots as never,
    credentials,
    signal: AbortSignal.timeout(20_000),
  });
  return {
    check: (): Promise<CheckStage[]> => source.check(trial()),
    async preview(limit: number): Promise<PreviewPart[]> {
      const parts: PreviewPart[] = [];
      const inWorkspace = () => Promise.reject(new Error("A preview of this type looks nothing up."));
      for await (const part of source.preview({ ...trial(), limit, inWorkspace })) parts.push(part);
      return parts;
    },
  };
}
