import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Db } from "#db/client.ts";
import { withScope } from "#db/scope.ts";
import { addPages, findStored, readFrontier, savePages, urlHash } from "#lib/sources/web/frontier.ts";
import type { LeasedRun } from "./lease.ts";
import { settleDeletions } from "./settle-deletions.ts";
import { openRunStage, type RunStage } from "./testing/stage.ts";
import { readKnown } from "./write-settled.ts";

const size = 4000;
const some = 100;

let stage: RunStage;
let run: LeasedRun;
beforeAll(async () => {
  stage = await openRunStage();
  const connector = await stage.addConnector();
  run = { ...connector, runId: await stage.queue(connector), leaseToken: randomUUID() };
  await fill();
});
afterAll(() => stage[Symbol.asyncDispose]());

/** A large connector of which the planner knows nothing: autovacuum hasn't seen it yet. */
async function fill(): Promise<void> {
  const { workspaceId, connectorId, runId } = run;
  await stage.admin.transaction().execute(async (trx) => {
    for (const table of ["documents", "crawl_pages", "run_seen", "run_deletions"]) {
      await sql.raw(`alter table ${table} set (autovacuum_enabled = off)`).execute(trx);
    }
    await sql`
      insert into crawl_pages (workspace_id, connector_id, url_hash, url, depth, content_hash)
      select ${workspaceId}, ${connectorId}, sha256(('u' || n)::bytea), 'u' || n, 1, sha256(('t' || n)::bytea)
      from generate_series(1, ${size}::int) n`.execute(trx);
    await sql`
      insert into documents (workspace_id, connector_id, id, key, key_hash, title, text, mime, content_hash)
      select ${workspaceId}, ${connectorId}, gen_random_uuid(), 'u' || n, sha256(('u' || n)::bytea), 't', 'text',
        'text/html', sha256('x') from generate_series(1, ${size}::int) n`.execute(trx);
    await sql`
      insert into run_seen (workspace_id, run_id, key_hash, outcome)
      select ${workspaceId}, ${runId}, sha256(('u' || n)::bytea), 'added'
      from generate_series(1, ${size - some}::int) n`.execute(trx);
  });
}

const urls = Array.from({ length: some }, (_, at) => `u${at * 7 + 1}`);
const hashes = urls.map(urlHash);

/** How many rows a piece of work made the server look at. */
async function rowsRead(work: (trx: Db) => Promise<unknown>): Promise<number> {
  return withScope(stage.engine.db, run, async (trx) => {
    const before = await lookedAt(trx);
    await work(trx);
    return (await lookedAt(trx)) - before;
  });
}

async function lookedAt(trx: Db): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select sum(coalesce(seq_tup_read, 0) + coalesce(idx_tup_fetch, 0))::int as count
    from pg_stat_xact_user_tables`.execute(trx);
  return rows[0]?.count ?? 0;
}

it.each<[string, (trx: Db) => Promise<unknown>]>([
  ["what is known of a batch", (trx) => readKnown(trx, run, hashes)],
  ["a piece of the frontier", (trx) => readFrontier(trx, run, 0, some)],
  [
    "pages that are new or not",
    (trx) =>
      addPages(
        trx,
        run,
        [...urls, "new"].map((url) => ({ url, depth: 2 })),
      ),
  ],
  ["pages that say the same", (trx) => findStored(trx, run, hashes, urls)],
  [
    "what visits learnt",
    async (trx) => {
      const pages = await readFrontier(trx, run, 0, some);
      await savePages(
        trx,
        run,
        pages.map((page) => ({ page, state: { ...page, etag: "new" } })),
      );
    },
  ],
])("looks up %s by key, not by comparing with everything", async (_name, work) => {
  expect(await rowsRead(work)).toBeLessThan(some * 10);
});

it("ends a run in time that grows with its documents, not with their square", async () => {
  const read = await rowsRead(async (trx) => {
    const note = await settleDeletions(trx, run, { listingComplete: true });
    expect(note).toBeNull();
  });
  expect(read).toBeLessThan(size * 10);
});
