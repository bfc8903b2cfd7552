import { createHash } from "node:crypto";
import { sql } from "kysely";
import type { Db } from "#db/client.ts";
import { oneByOne } from "#db/one-by-one.ts";

/** Whose frontier: a connector has one, which its runs walk one after the other. */
export type FrontierOwner = { workspaceId: string; connectorId: string };

export type FrontierPage = {
  hash: Buffer;
  seq: number;
  url: string;
  depth: number;
  etag: string | null;
  lastModified: string | null;
  goneRuns: number;
  /** SHA-256 of the bytes last stored. */
  bodyHash: Buffer | null;
  /** SHA-256 of title and text last stored; null for a page that isn't a document. */
  contentHash: Buffer | null;
  /** Whether a live document came of it. */
  isDocument: boolean;
};

/** What a visit learnt of a page, to be kept for the next run. */
export type PageState = Pick<FrontierPage, "etag" | "lastModified" | "goneRuns" | "bodyHash" | "contentHash">;

export function urlHash(url: string): Buffer {
  return createHash("sha256").update(url).digest();
}

/** The next pages after `seq`, in the order in which they are walked; of all, or of some addresses only. */
export async function readFrontier(
  trx: Db,
  owner: FrontierOwner,
  after: number,
  limit: number,
  only?: ReadonlySet<string>,
): Promise<FrontierPage[]> {
  const some = only ? sql`and p.url_hash = any(${[...only].map(urlHash)}::bytea[])` : sql``;
  const { rows } = await sql<FrontierPage>`
    select p.url_hash as hash, p.seq, p.url, p.depth, p.etag, p.last_modified as "lastModified",
      p.gone_runs as "goneRuns", p.body_hash as "bodyHash", p.content_hash as "contentHash",
      d.is_document is not null as "isDocument"
    from (
      select * from crawl_pages p
      where p.workspace_id = ${owner.workspaceId} and p.connector_id = ${owner.connectorId} and p.seq > ${after}
        ${some}
      order by p.seq limit ${limit}
    ) p
    left join lateral (
      select true as is_document from documents d
      where d.workspace_id = ${owner.workspaceId} and d.connector_id = ${owner.connectorId}
        and d.key_hash = p.url_hash and d.removed_at is null
      ${oneByOne}
    ) d on true
    order by p.seq`.execute(trx);
  return rows;
}

/** Appends pages that the frontier doesn't know, in the order given. @returns how many were new */
export async function addPages(
  trx: Db,
  owner: FrontierOwner,
  pages: readonly { url: string; depth: number }[],
): Promise<number> {
  if (pages.length === 0) return 0;
  const hashes = pages.map(({ url }) => urlHash(url));
  const urls = pages.map(({ url }) => url);
  const depths = pages.map(({ depth }) => depth);
  const { numAffectedRows } = await sql`
    insert into crawl_pages (workspace_id, connector_id, url_hash, url, depth)
    select ${owner.workspaceId}, ${owner.connectorId}, f.url_hash, f.url, f.depth
    from unnest(${hashes}::bytea[], ${urls}::text[], ${depths}::integer[])
      with ordinality as f (url_hash, url, depth, place)
    order by f.place
    on conflict do nothing`.execute(trx);
  return Number(numAffectedRows ?? 0);
}

/** Keeps what visits learnt of pages that the frontier has: it finds each by its key, whatever the planner thinks. */
export async function savePages(
  trx: Db,
  owner: FrontierOwner,
  pages: readonly { page: FrontierPage; state: PageState }[],
): Promise<void> {
  if (pages.length === 0) return;
  const column = <K extends keyof PageState>(name: K) => pages.map(({ state }) => state[name]);
  await sql`
    insert into crawl_pages (workspace_id, connector_id, url_hash, url, depth, etag, last_modified, gone_runs,
      body_hash, content_hash)
    select ${owner.workspaceId}, ${owner.connectorId}, s.*
    from unnest(${pages.map(({ page }) => page.hash)}::bytea[], ${pages.map(({ page }) => page.url)}::text[],
      ${pages.map(({ page }) => page.depth)}::integer[], ${column("etag")}::text[], ${column("lastModified")}::text[],
      ${column("goneRuns")}::integer[], ${column("bodyHash")}::bytea[], ${column("contentHash")}::bytea[]) s
    on conflict (workspace_id, connector_id, url_hash) do update set etag = excluded.etag,
      last_modified = excluded.last_modified, gone_runs = excluded.gone_runs, body_hash = excluded.body_hash,
      content_hash = excluded.content_hash`.execute(trx);
}

/** Forgets pages. */
export async function removePages(trx: Db, owner: FrontierOwner, hashes: readonly Buffer[]): Promise<void> {
  if (hashes.length === 0) return;
  await sql`
    delete from crawl_pages where workspace_id = ${owner.workspaceId} and connector_id = ${owner.connectorId}
      and url_hash = any(${hashes}::bytea[])`.execute(trx);
}

/** Moves pages behind all others, to be visited once more in this run. */
export async function requeuePages(trx: Db, owner: FrontierOwner, hashes: readonly Buffer[]): Promise<void> {
  if (hashes.length === 0) return;
  await sql`
    update crawl_pages set seq = default where workspace_id = ${owner.workspaceId}
      and connector_id = ${owner.connectorId} and url_hash = any(${hashes}::bytea[])`.execute(trx);
}

export async function countPages(trx: Db, owner: FrontierOwner): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*) as count from crawl_pages
    where workspace_id = ${owner.workspaceId} and connector_id = ${owner.connectorId}`.execute(trx);
  return rows[0]?.count ?? 0;
}

export type StoredPage = { url: string; seq: number; contentHash: Buffer };

/** Pages that were stored with one of these contents, or under one of these addresses. */
export async function findStored(
  trx: Db,
  owner: FrontierOwner,
  contentHashes: readonly Buffer[],
  urls: readonly string[],
): Promise<StoredPage[]> {
  const { rows } = await sql<StoredPage>`
    select p.url, p.seq, p.content_hash as "contentHash"
    from unnest(${contentHashes}::bytea[]) as f (hash) cross join lateral (
      select url, seq, content_hash from crawl_pages
      where workspace_id = ${owner.workspaceId} and connector_id = ${owner.connectorId} and content_hash = f.hash
      ${oneByOne}
    ) p
    union
    select p.url, p.seq, p.content_hash
    from unnest(${urls.map(urlHash)}::bytea[]) as f (hash) cross join lateral (
      select url, seq, content_hash from crawl_pages
      where workspace_id = ${owner.workspaceId} and connector_id = ${owner.connectorId} and url_hash = f.hash
      ${oneByOne}
    ) p
    where p.content_hash is not null`.execute(trx);
  return rows;
}

/** Those of some addresses that the frontier doesn't know. */
export async function unknownPages(
  trx: Db,
  owner: FrontierOwner,
  urls: readonly string[],
): Promise<string[]> {
  const { rows } = await sql<{ url: string }>`
    select f.url from unnest(${urls}::text[], ${urls.map(urlHash)}::bytea[]) as f (url, url_hash)
    where not exists (select from crawl_pages p where p.workspace_id = ${owner.workspaceId}
      and p.connector_id = ${owner.connectorId} and p.url_hash = f.url_hash)`.execute(trx);
  return rows.map(({ url }) => url);
}
