import { sql } from "kysely";
import type { Db } from "#db/client.ts";
import { assertAllowed, type Context, withTransaction } from "#lib/context.ts";
import { type Attention, attentionKinds, countedAtMost } from "./schemas.ts";
import { wanting } from "./wanting.ts";

type Counts = Pick<Attention, "total" | "counts">;

/** How much wants attention in the workspace, or of a connector: cheap enough to ask on each page. */
export function countAttention(ctx: Context, filter: { connector_id?: string } = {}): Promise<Counts> {
  assertAllowed(ctx, "runs.read");
  return withTransaction(ctx, (trx) => readCounts(ctx, trx, filter));
}

export async function readCounts(ctx: Context, trx: Db, filter: { connector_id?: string }): Promise<Counts> {
  const found = wanting(ctx, filter);
  const parts = attentionKinds.map(
    (kind) => sql`(select count(*) from (${found[kind]} limit ${countedAtMost}) x)::int as ${sql.id(kind)}`,
  );
  const { rows } = await sql<Attention["counts"]>`select ${sql.join(parts)}`.execute(trx);
  const counts = Object.fromEntries(attentionKinds.map((kind) => [kind, rows[0]?.[kind] ?? 0]));
  const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
  return { total, counts: counts as Attention["counts"] };
}
