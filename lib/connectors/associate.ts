import { sql } from "kysely";
import type { Db } from "#db/client.ts";
import { recordAudit } from "#lib/audit/record.ts";
import { assertAllowed, type Context, userOf, withTransaction } from "#lib/context.ts";
import { AppError } from "#lib/errors.ts";
import { startOnAssociation } from "#lib/schedules/association.ts";
import { lockSchedule } from "#lib/schedules/internal.ts";

export type AssociateInput = { connectorId: string; collectionIds: string[] };

export type Association = {
  connectorId: string;
  /** Every collection that the connector is in now. */
  collectionIds: string[];
  /** The run that this association started. */
  run: { id: string; state: "queued" } | null;
  /** False when the connector was in all of them before: nothing was changed. */
  changed: boolean;
};

/**
 * Puts a connector into collections, and starts its run where the association is what it waited for (`imed`, or a
 * `when` whose instant passed): one transaction.
 * @throws AppError `not_found` naming the connector or the collections that don't exist
 */
export function associateConnector(ctx: Context, input: AssociateInput): Promise<Association> {
  assertAllowed(ctx, "connectors.write");
  return withTransaction(ctx, async (trx) => {
    // In the order of everybody: whoever dispatches, ends a run or deletes holds the schedule when it meets the connector.
    await lockSchedule(ctx, trx, input.connectorId);
    return associateWithin(ctx, trx, input);
  });
}

/** The same for a connector that the caller's transaction holds. */
export async function associateWithin(ctx: Context, trx: Db, input: AssociateInput): Promise<Association> {
  const wanted = [...new Set(input.collectionIds)];
  await assertCollectionsExist(ctx, trx, wanted);
  const added = await insert(ctx, trx, input.connectorId, wanted);
  const run = added.length > 0 ? await start(ctx, trx, input.connectorId) : null;
  if (added.length > 0) {
    await recordAudit(ctx, trx, {
      action: "connector.associate",
      targetType: "connector",
      targetId: input.connectorId,
      details: { collection_ids: added, run_id: run?.id ?? null },
    });
  }
  const collectionIds = await listCollections(ctx, trx, input.connectorId);
  return { connectorId: input.connectorId, collectionIds, run, changed: added.length > 0 };
}

async function assertCollectionsExist(ctx: Context, trx: Db, ids: string[]): Promise<void> {
  const rows = await trx
    .selectFrom("collections")
    .select("id")
    .where("workspace_id", "=", ctx.workspaceId)
    .where("id", "in", ids)
    .forKeyShare()
    .execute();
  const known = new Set(rows.map(({ id }) => id));
  const unknown = ids.filter((id) => !known.has(id));
  if (unknown.length === 0) return;
  throw new AppError("not_found", `There is no collection ${unknown.join(", ")} in this workspace.`, {
    errors: unknown.map((id) => ({ path: "collection_ids", message: `There is no collection “${id}”.` })),
  });
}

async function insert(ctx: Context, trx: Db, connectorId: string, ids: string[]): Promise<string[]> {
  const { rows } = await sql<{ collection_id: string }>`
    insert into connector_collections (workspace_id, connector_id, collection_id, created_by, created_at)
    select ${ctx.workspaceId}, ${connectorId}, id, ${userOf(ctx.actor)}::uuid, ${ctx.now()}
    from unnest(${ids}::uuid[]) as id
    on conflict do nothing
    returning collection_id`.execute(trx);
  return rows.map((row) => row.collection_id);
}

async function start(ctx: Context, trx: Db, connectorId: string): Promise<Association["run"]> {
  const id = await startOnAssociation(trx, ctx.boss, {
    workspaceId: ctx.workspaceId,
    connectorId,
    createdBy: userOf(ctx.actor),
  });
  return id === null ? null : { id, state: "queued" };
}

async function listCollections(ctx: Context, trx: Db, connectorId: string): Promise<string[]> {
  const rows = await trx
    .selectFrom("connector_collections")
    .select("collection_id")
    .where("workspace_id", "=", ctx.workspaceId)
    .where("connector_id", "=", connectorId)
    .orderBy("created_at")
    .orderBy("collection_id")
    .execute();
  return rows.map((row) => row.collection_id);
}
