import { sql } from "kysely";
import type { Db } from "#db/client.ts";
import type { ConnectorType } from "#lib/connectors/slots.ts";
import type { JsonObject } from "#lib/connectors/source.ts";
import type { Context } from "#lib/context.ts";
import { keyHash } from "#lib/runs/document-row.ts";
import type { Candidates } from "./candidates.ts";
import type { ExplainQuery } from "./schemas.ts";

/** So many connectors are asked, and so many of each one's last runs. */
const connectorsAtMost = 500;
const runsAtMost = 20;

/** What the database has about an item, for one connector. */
export type Evidence = {
  connectorId: string;
  name: string;
  type: ConnectorType;
  slots: JsonObject;
  inCollection: boolean | null;
  documentId: string | null;
  removedAt: Date | null;
  removedReason: string | null;
  documentAt: Date | null;
  outcome: "added" | "updated" | "deleted" | "skipped" | "failed" | null;
  itemReason: string | null;
  itemRunId: string | null;
  itemAt: Date | null;
  isKnownPage: boolean;
  activeRunId: string | null;
  lastRunId: string | null;
  lastState: string | null;
  lastReason: string | null;
  lastAt: Date | null;
};

/**
 * Asks documents, item rows, the crawl's frontier and runs about an item, for all connectors at once. Keys are found by
 * their hash. Only where links aren't keys are links compared too, which looks through a connector's documents.
 */
export async function readEvidence(
  ctx: Context,
  trx: Db,
  { keys, links, patterns, query }: Candidates & { query: ExplainQuery },
): Promise<Evidence[]> {
  const { workspaceId } = ctx;
  const hashes = keys.map(keyHash);
  const collection = query.collection_id ?? null;
  const byLink = sql`c.type not in ('web_scraper', 'upload')`;
  const named = (alias: string) => sql`(${sql.ref(`${alias}.link`)} = any(${links}::text[])
    or ${sql.ref(`${alias}.link`)} like any(${patterns}::text[]))`;
  const { rows } = await sql<Evidence>`
    select c.id as "connectorId", c.name, c.type, c.slots, c.in_collection as "inCollection",
      d.id as "documentId", d.removed_at as "removedAt", d.removed_reason as "removedReason",
      d.updated_at as "documentAt", i.outcome, i.reason as "itemReason", i.run_id as "itemRunId", i.at as "itemAt",
      exists (select from crawl_pages p where p.workspace_id = ${workspaceId} and p.connector_id = c.id
        and p.url_hash = any(${hashes}::bytea[])) as "isKnownPage",
      (select r.id from runs r where r.workspace_id = ${workspaceId} and r.connector_id = c.id
        and r.state in ('queued', 'running', 'interrupted')) as "activeRunId",
      l.id as "lastRunId", l.state as "lastState", l.reason as "lastReason", l.finished_at as "lastAt"
    from (
      select c.id, c.name, c.type, c.slots, case when ${collection}::uuid is null then null else exists (
        select from connector_collections cc where cc.workspace_id = c.workspace_id and cc.connector_id = c.id
          and cc.collection_id = ${collection}::uuid) end as in_collection
      from connectors c
      where c.workspace_id = ${workspaceId} and (${query.connector_id ?? null}::text is null or c.id = ${query.connector_id ?? null})
      order by 5 desc nulls last, c.created_at desc limit ${connectorsAtMost}
    ) c
    left join lateral (
      select * from (
        (select d.id, d.removed_at, d.removed_reason, d.updated_at from documents d
        where d.workspace_id = ${workspaceId} and d.connector_id = c.id and d.key_hash = any(${hashes}::bytea[]))
        union all
        (select d.id, d.removed_at, d.removed_reason, d.updated_at from documents d
        where ${byLink} and d.workspace_id = ${workspaceId} and d.connector_id = c.id and ${named("d")} limit 5)
        union all
        (select d.id, d.removed_at, d.removed_reason, d.updated_at from documents d
        where c.type = 'upload' and d.workspace_id = ${workspaceId} and d.connector_id = c.id
          and d.title = any(${keys}::text[]) limit 5)
      ) d order by d.removed_at desc nulls first limit 1
    ) d on true
    left join lateral (
      select i.outcome, i.reason, i.run_id, i.at from (
        select r.id, r.created_at from runs r
        where r.workspace_id = ${workspaceId} and r.connector_id = c.id
        order by r.created_at desc limit ${runsAtMost}
      ) r
      join lateral (
        (select i.outcome, i.reason, i.run_id, i.at from run_items i
        where i.workspace_id = ${workspaceId} and i.run_id = r.id and i.key_hash = any(${hashes}::bytea[]))
        union all
        (select i.outcome, i.reason, i.run_id, i.at from run_items i
        where ${byLink} and i.workspace_id = ${workspaceId} and i.run_id = r.id
          and i.outcome in ('failed', 'skipped') and ${named("i")} limit 1)
      ) i on true
      order by r.created_at desc limit 1
    ) i on true
    left join lateral (
      select r.id, r.state, r.reason, r.finished_at from runs r
      where r.workspace_id = ${workspaceId} and r.connector_id = c.id and r.only_keys is null
        and r.state in ('succeeded', 'partial', 'failed', 'cancelled')
      order by r.created_at desc limit 1
    ) l on true`.execute(trx);
  return rows;
}
