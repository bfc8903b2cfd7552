import { sql } from "kysely";
import { assertAllowed, type Context, withTransaction } from "#lib/context.ts";
import { exactInstant, readTimeCursor, timePage } from "#lib/http/time-cursor.ts";
import { deliverySchema, type PresentedDelivery } from "./schemas.ts";

type Filter = { limit: number; cursor?: string; destination_id?: string };

/** Messages of the last 30 days with each attempt to deliver them, the newest first. */
export async function listDeliveries(
  ctx: Context,
  { limit, cursor, destination_id: destinationId }: Filter,
): Promise<{ items: PresentedDelivery[]; next_cursor: string | null }> {
  assertAllowed(ctx, "alerts.read");
  const after = cursor === undefined ? undefined : readTimeCursor(cursor);
  const rows = await withTransaction(ctx, (trx) => {
    let query = trx
      .selectFrom("alert_deliveries as m")
      .leftJoin("alerts as a", (join) =>
        join.onRef("a.workspace_id", "=", "m.workspace_id").onRef("a.id", "=", "m.alert_id"),
      )
      .select(["m.id", "m.destination_id", "m.event", "m.state", "m.next_at", "m.created_at", "m.log"])
      .select(["a.kind", "a.connector_id"])
      .select(exactInstant("m.created_at").as("exact"))
      .where("m.workspace_id", "=", ctx.workspaceId);
    if (destinationId) query = query.where("m.destination_id", "=", destinationId);
    if (after) {
      query = query.where(sql<boolean>`(m.created_at, m.id) < (${after[0]}::timestamptz, ${after[1]}::uuid)`);
    }
    return query
      .orderBy("m.created_at", "desc")
      .orderBy("m.id", "desc")
      .limit(limit + 1)
      .execute();
  });
  return timePage(rows, limit, ({ next_at, created_at, log, ...row }) =>
    deliverySchema.parse({
      ...row,
      attempts: log,
      created_at: created_at.toISOString(),
      next_attempt_at: row.state === "waiting" ? next_at.toISOString() : null,
    }),
  );
}
