import { sql } from "kysely";
import type { z } from "zod";
import type { Db } from "#db/client.ts";
import { assertAllowed, type Context, withTransaction } from "#lib/context.ts";
import { notFound } from "#lib/errors.ts";
import { exactInstant, readTimeCursor, timePage } from "#lib/http/time-cursor.ts";
import { memberName } from "./member-name.ts";
import { type heldDeletionDetailSchema, heldDeletionSchema, type PresentedHeldDeletion } from "./schemas.ts";

const sampleSize = 20;

export type HeldFilter = { state?: string; connector_id?: string; limit: number; cursor?: string };
export type HeldDeletionDetail = z.output<typeof heldDeletionDetailSchema>;

/** Deletions that were too many at once, the newest first. */
export async function listHeldDeletions(
  ctx: Context,
  filter: HeldFilter,
): Promise<{ items: PresentedHeldDeletion[]; next_cursor: string | null }> {
  assertAllowed(ctx, "runs.read");
  const after = filter.cursor === undefined ? undefined : readTimeCursor(filter.cursor);
  const rows = await withTransaction(ctx, (trx) => {
    const { state, connector_id: connectorId } = filter;
    let query = selectHeld(ctx, trx);
    if (state !== undefined) query = query.where("h.state", "=", state);
    if (connectorId !== undefined) query = query.where("h.connector_id", "=", connectorId);
    if (after) {
      query = query.where(sql<boolean>`(h.created_at, h.id) < (${after[0]}::timestamptz, ${after[1]}::uuid)`);
    }
    return query
      .orderBy("h.created_at", "desc")
      .orderBy("h.id", "desc")
      .limit(filter.limit + 1)
      .execute();
  });
  return timePage(rows, filter.limit, presentHeld);
}

/** One of them, with some of its documents. @throws AppError `not_found` */
export async function getHeldDeletion(ctx: Context, { id }: { id: string }): Promise<HeldDeletionDetail> {
  assertAllowed(ctx, "runs.read");
  return withTransaction(ctx, (trx) => readHeld(ctx, trx, id));
}

export async function readHeld(ctx: Context, trx: Db, id: string): Promise<HeldDeletionDetail> {
  const row = await selectHeld(ctx, trx).where("h.id", "=", id).executeTakeFirst();
  if (!row) throw notFound("held deletion", id);
  const held = presentHeld(row);
  if (held.state !== "held") return { ...held, sample: [] };
  const sample = await trx
    .selectFrom("run_deletions as x")
    .innerJoin("documents as d", (join) =>
      join.onRef("d.workspace_id", "=", "x.workspace_id").onRef("d.id", "=", "x.document_id"),
    )
    .select(["d.id as document_id", "d.title", "d.link", "x.reason"])
    .where("x.workspace_id", "=", ctx.workspaceId)
    .where("x.run_id", "=", held.run_id)
    .where("d.removed_at", "is", null)
    .orderBy("x.document_id")
    .limit(sampleSize)
    .execute();
  return { ...held, sample };
}

function selectHeld(ctx: Context, trx: Db) {
  return trx
    .selectFrom("held_deletions as h")
    .innerJoin("connectors as c", (join) =>
      join.onRef("c.workspace_id", "=", "h.workspace_id").onRef("c.id", "=", "h.connector_id"),
    )
    .selectAll("h")
    .select("c.name as connector_name")
    .select(memberName("h.decided_by").as("decided_by_name"))
    .select(exactInstant("h.created_at").as("exact"))
    .where("h.workspace_id", "=", ctx.workspaceId);
}

function presentHeld(row: Awaited<ReturnType<ReturnType<typeof selectHeld>["executeTakeFirstOrThrow"]>>) {
  return heldDeletionSchema.parse({
    ...row,
    created_at: row.created_at.toISOString(),
    decided_at: row.decided_at?.toISOString() ?? null,
  });
}
