import { sql } from "kysely";
import type { Db } from "#db/client.ts";
import { assertAllowed, type Context, withTransaction } from "#lib/context.ts";
import { readCounts } from "./count.ts";
import {
  type Attention,
  type AttentionFilter,
  type AttentionItem,
  attentionItemSchema,
  attentionKinds,
} from "./schemas.ts";
import { wanting } from "./wanting.ts";

/** What wants a person's attention: of each kind the latest, and how many there are. */
export function listAttention(ctx: Context, filter: AttentionFilter): Promise<Attention> {
  assertAllowed(ctx, "runs.read");
  return withTransaction(ctx, async (trx) => {
    const counted = await readCounts(ctx, trx, filter);
    return { ...counted, items: counted.total === 0 ? [] : await readItems(ctx, trx, filter) };
  });
}

type Row = Omit<AttentionItem, "since"> & { since: Date | null };

async function readItems(ctx: Context, trx: Db, filter: AttentionFilter): Promise<AttentionItem[]> {
  const found = wanting(ctx, filter);
  const parts = attentionKinds.map(
    (kind, rank) => sql`
      (select ${sql.lit(kind)} as kind, ${sql.lit(rank)} as rank, x.* from (${found[kind]}) x
      order by x.at desc nulls last, x.connector_id limit ${filter.limit})`,
  );
  const { rows } = await sql<Row>`
    select x.kind, x.connector_id, c.name as connector_name, c.type as connector_type, c.failures,
      coalesce(x.at, last.finished_at) as since, coalesce(x.reason, last.reason) as reason,
      coalesce(x.run_id, last.id) as run_id, x.held_deletion_id, x.documents
    from (${sql.join(parts, sql` union all `)}) x
    join connectors c on c.workspace_id = ${ctx.workspaceId} and c.id = x.connector_id
    left join lateral (
      select r.id, r.reason, r.finished_at from runs r
      where r.workspace_id = ${ctx.workspaceId} and r.connector_id = x.connector_id and r.state = 'failed'
        and x.kind in ('needs_credentials', 'failing')
      order by r.created_at desc, r.id desc limit 1
    ) last on true
    order by x.rank, since desc nulls last, x.connector_id`.execute(trx);
  return rows.map((row) => attentionItemSchema.parse({ ...row, since: row.since?.toISOString() ?? null }));
}
