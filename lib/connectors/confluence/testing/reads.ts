import type { JsonObject, Source } from "#lib/connectors/source.ts";
import type { RunStage } from "#lib/runs/testing/stage.ts";
import type { ConfluenceOptions } from "../source.ts";
import { openSource, type StandInSite, slotsOf } from "./open-source.ts";

/** A connector of its own on the stage that reads a stand-in; its settings may change between runs. */
export async function connect(
  stage: RunStage,
  site: StandInSite & { credentials: JsonObject },
  settings: JsonObject,
  options: Partial<ConfluenceOptions> = {},
) {
  const { source, fetch } = openSource(site, options);
  const connector = await stage.addConnector();
  await stage.associate(connector);
  stage.sources.set(connector.connectorId, source as Source<JsonObject>);
  const reads = {
    credentials: site.credentials,
    source,
    async set(changed: JsonObject) {
      await stage.admin
        .updateTable("connectors")
        .set({ slots: JSON.stringify(slotsOf(changed)), credentials_sealed: Buffer.from("sealed") })
        .where("id", "=", connector.connectorId)
        .execute();
    },
    async run(onlyKeys?: string[]) {
      stage.engine.openCredentials = () => reads.credentials;
      const runId = await stage.queue(connector, onlyKeys ? { onlyKeys, trigger: "retry" } : {});
      await stage.execute(await stage.take());
      return stage.runRow(runId);
    },
    documents: async () => {
      const rows = await stage.admin
        .selectFrom("documents")
        .selectAll()
        .where("connector_id", "=", connector.connectorId)
        .where("removed_at", "is", null)
        .orderBy("title")
        .execute();
      return new Map(rows.map((row) => [row.key, row]));
    },
    /** Titles of what is stored. */
    titles: async () => [...(await reads.documents()).values()].map(({ title }) => title).sort(),
    /** What a run skipped or failed, by key. */
    reasons: async (runId: string) => {
      const rows = await stage.admin
        .selectFrom("run_items")
        .select(["key", "outcome", "reason"])
        .where("run_id", "=", runId)
        .where("outcome", "in", ["skipped", "failed"])
        .execute();
      return Object.fromEntries(rows.map(({ key, outcome, reason }) => [key, `${outcome}: ${reason}`]));
    },
    trial: () => ({
      workspaceId: connector.workspaceId,
      connectorId: null,
      slots: slotsOf(settings) as never,
      credentials: reads.credentials,
      signal: AbortSignal.timeout(20_000),
    }),
    [Symbol.asyncDispose]: () => fetch.close(),
  };
  await reads.set(settings);
  return reads;
}
