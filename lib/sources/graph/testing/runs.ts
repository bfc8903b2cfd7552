import type { JsonObject, Source } from "#lib/connectors/source.ts";
import type { RunStage } from "#lib/runs/testing/stage.ts";

/** A connector on the run stage that reads addresses of the stand-in. */
export async function openRuns(
  stage: RunStage,
  { source, credentials }: { source: Source<{ urls: string[] }>; credentials: JsonObject },
  urls: string[],
) {
  const connector = await stage.addConnector();
  const { workspaceId, connectorId } = connector;
  stage.sources.set(connectorId, source as unknown as Source<JsonObject>);
  stage.engine.openCredentials = () => credentials;
  await stage.associate(connector);
  const connectors = stage.admin.updateTable("connectors").where("id", "=", connectorId);
  const giveUrls = (addresses: string[]) =>
    connectors
      .set({ slots: JSON.stringify({ urls: addresses }), credentials_sealed: Buffer.from("sealed") })
      .execute();
  await giveUrls(urls);
  return {
    workspaceId,
    connectorId,
    giveUrls,
    run: (onlyKeys?: string[]) => stage.run(connector, undefined, onlyKeys && { onlyKeys }),
    /** Live documents by their path: title, link and text. */
    async documents() {
      const rows = await stage.admin
        .selectFrom("documents")
        .select(["key", "title", "link", "text", "metadata", "author", "file_owner", "mime", "updated_at"])
        .where("connector_id", "=", connectorId)
        .where("removed_at", "is", null)
        .execute();
      return new Map(rows.map((row) => [String((row.metadata as JsonObject).path), row]));
    },
    /** What of a run isn't simply read: `outcome reason` by title. */
    async items(runId: string) {
      const rows = await stage.admin
        .selectFrom("run_items")
        .select(["title", "outcome", "reason"])
        .where("run_id", "=", runId)
        .execute();
      return Object.fromEntries(
        rows.map(({ title, outcome, reason }) => [title ?? "", `${outcome} ${reason ?? ""}`.trim()]),
      );
    },
    cursor: async () =>
      (
        await stage.admin
          .selectFrom("connectors")
          .select("cursor")
          .where("id", "=", connectorId)
          .executeTakeFirstOrThrow()
      ).cursor as JsonObject,
  };
}

export type Runs = Awaited<ReturnType<typeof openRuns>>;
