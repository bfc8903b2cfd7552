import { createGoogleDrive } from "#lib/connectors/google_drive/source.ts";
import type { JsonObject } from "#lib/connectors/source.ts";
import type { RunStage } from "#lib/runs/testing/stage.ts";
import { openReader } from "#lib/sources/vendor/testing/reader.ts";
import type { VendorCall } from "#lib/sources/vendor/testing/vendor-server.ts";
import type { DriveModel } from "./drive-model.ts";
import { openDriveStage } from "./open-stage.ts";
import { keyFile } from "./reader-key.ts";

export type Reading = Awaited<ReturnType<typeof openReading>>;

/** A connector that reads a stand-in's Drive through the engine. */
export async function openReading(
  stage: RunStage,
  prepare: (model: DriveModel) => { root: string; items?: string[]; keys?: Record<string, string> },
  credentials: JsonObject = { service_account: keyFile() },
) {
  const open = await openDriveStage();
  const { server, setup } = open;
  const { root, items = [], keys } = prepare(server.model);
  const slots = { root_file_id: root, root_item_ids: items, ...(keys && { resource_keys: keys }) };
  const reader = await openReader(stage, { source: createGoogleDrive(setup) as never, slots, credentials });
  const last: { id: string } = { id: "" };
  return {
    ...open,
    model: server.model,
    root,
    reader,
    /** Runs, and answers how it went with the outcome of each item by its name. */
    async run() {
      server.calls = [];
      const run = await reader.run();
      last.id = run.id;
      return run;
    },
    /** Why items weren't read, or went, in the last run: reason by title, or by key where there is none. */
    async reasons(): Promise<Record<string, string | null>> {
      const rows = await stage.admin
        .selectFrom("run_items")
        .select(["key", "title", "reason"])
        .where("run_id", "=", last.id)
        .where("reason", "is not", null)
        .execute();
      return Object.fromEntries(rows.map(({ key, title, reason }) => [title ?? key, reason]));
    },
    /** What is stored: paths with their texts. */
    async paths(): Promise<Record<string, string>> {
      const stored = Object.values(await reader.documents());
      const rows = await stage.admin
        .selectFrom("documents")
        .select(["id", "metadata"])
        .where("id", "in", ["00000000-0000-0000-0000-000000000000", ...stored.map(({ id }) => id)])
        .execute();
      const paths = new Map(rows.map(({ id, metadata }) => [id, (metadata as { path: string }).path]));
      return Object.fromEntries(stored.map(({ id, text }) => [paths.get(id) ?? "", text]));
    },
    asked: (matches: (call: VendorCall) => boolean) => server.calls.filter(matches).length,
    downloads: () =>
      server.calls.filter(
        ({ url }) => url.searchParams.get("alt") === "media" || url.pathname.endsWith("/export"),
      ).length,
    listings: () => server.calls.filter(({ url }) => url.pathname.endsWith("/files")).length,
  };
}
