import { createHash, randomUUID } from "node:crypto";
import { v7 as uuid } from "uuid";
import { withScope } from "#db/scope.ts";
import type { TestDatabase } from "#db/testing/database.ts";

type Place = { database: Pick<TestDatabase, "db">; workspaceId: string };

/** A connector with its schedule, in these collections; they are made as needed. */
export async function addConnector(
  { database, workspaceId }: Place,
  connectorId: string,
  collectionIds: string[] = [],
): Promise<string> {
  const ref = { workspace_id: workspaceId, connector_id: connectorId };
  await withScope(database.db, { workspaceId }, async (trx) => {
    await trx
      .insertInto("connectors")
      .values({
        workspace_id: workspaceId,
        id: connectorId,
        name: `The ${connectorId}`,
        type: "upload",
        slots: "{}",
      })
      .execute();
    await trx
      .insertInto("schedules")
      .values({ ...ref, type: "imed", timezone: "Etc/UTC", state: "active" })
      .execute();
    for (const id of collectionIds) {
      await trx
        .insertInto("collections")
        .values({ workspace_id: workspaceId, id, name: id })
        .onConflict((conflict) => conflict.doNothing())
        .execute();
      await trx
        .insertInto("connector_collections")
        .values({ ...ref, collection_id: id })
        .execute();
    }
  });
  return connectorId;
}

export type NewDocument = {
  title: string;
  text?: string;
  mime?: string;
  file_owner?: string;
  updated_at?: Date | string;
  removed_at?: Date;
  blob_sha256?: string;
  size_bytes?: number;
  link?: string;
  /** JSON. */
  metadata?: string;
};

/** Documents of a connector; answers their ids, in the order given. */
export async function addDocuments(
  { database, workspaceId }: Place,
  connectorId: string,
  documents: NewDocument[],
): Promise<string[]> {
  const rows = documents.map((document) => {
    const key = randomUUID();
    return {
      workspace_id: workspaceId,
      id: uuid(),
      connector_id: connectorId,
      key,
      key_hash: createHash("sha256").update(key).digest(),
      text: "",
      mime: "text/html",
      content_hash: createHash("sha256").update(document.title).digest(),
      ...document,
    };
  });
  await withScope(database.db, { workspaceId }, (trx) => trx.insertInto("documents").values(rows).execute());
  return rows.map(({ id }) => id);
}
