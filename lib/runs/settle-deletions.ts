import { sql } from "kysely";
import { v7 as uuid } from "uuid";
import type { Db } from "#db/client.ts";
import { oneByOne } from "#db/one-by-one.ts";
import { type DeletionFacts, decideDeletions } from "./decide-deletions.ts";
import type { Outcome } from "./outcome.ts";

/** A run, whoever holds it. */
export type RunRef = { workspaceId: string; connectorId: string; runId: string };

const missingReason = "no longer in the source";

/**
 * Decides about what a run found gone, and about what its listing, if it is complete, didn't name: deletes it, or
 * holds it for a person. Answers what a person should know, if anything.
 */
export async function settleDeletions(
  trx: Db,
  run: RunRef,
  { listingComplete }: { listingComplete: boolean },
): Promise<string | null> {
  if (!listingComplete && !(await hasPlanned(trx, run))) return null;
  await carryOver(trx, run);
  const facts = await readFacts(trx, run, listingComplete);
  const decision = decideDeletions(facts);
  if (listingComplete) await rememberSuspicion(trx, run, decision.isSuspect);
  if (decision.countMissing) await planMissing(trx, run);
  if (decision.action === "delete") await applyDeletions(trx, run);
  if (decision.action === "hold") await hold(trx, run, facts.live, decision.note ?? "");
  return decision.note;
}

async function hasPlanned(trx: Db, run: RunRef): Promise<boolean> {
  const row = await trx
    .selectFrom("run_deletions")
    .select("document_id")
    .where("workspace_id", "=", run.workspaceId)
    .where("run_id", "=", run.runId)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** What an earlier run holds and nobody decided about is decided anew with what this one found. */
async function carryOver(trx: Db, run: RunRef): Promise<void> {
  const held = await trx
    .updateTable("held_deletions")
    .set({ state: "superseded", decided_at: sql<Date>`now()` })
    .where("workspace_id", "=", run.workspaceId)
    .where("connector_id", "=", run.connectorId)
    .where("state", "=", "held")
    .returning("run_id")
    .executeTakeFirst();
  if (!held) return;
  await sql`
    with earlier as (
      delete from run_deletions where workspace_id = ${run.workspaceId} and run_id = ${held.run_id}
      returning document_id, reason
    )
    insert into run_deletions (workspace_id, run_id, document_id, reason)
    select ${run.workspaceId}, ${run.runId}, document_id, reason from earlier
    on conflict do nothing`.execute(trx);
}

async function readFacts(trx: Db, run: RunRef, listingComplete: boolean): Promise<DeletionFacts> {
  const { rows } = await sql<{
    live: number;
    gone: number;
    missing: number;
    named: number;
    wasSuspect: boolean;
  }>`
    select count(d.id) as live,
      count(d.id) filter (where x.is_planned and d.kept_at is null) as gone,
      count(d.id) filter (where x.is_planned is null and d.kept_at is null and s.is_named is null) as missing,
      (select count(*) from run_seen where workspace_id = ${run.workspaceId} and run_id = ${run.runId}) as named,
      (select listing_suspect from connectors
        where workspace_id = ${run.workspaceId} and id = ${run.connectorId}) as "wasSuspect"
    from documents d
    left join lateral (
      select true as is_planned from run_deletions x
      where x.workspace_id = ${run.workspaceId} and x.run_id = ${run.runId} and x.document_id = d.id
      ${oneByOne}
    ) x on true
    left join lateral (
      select true as is_named from run_seen s
      where s.workspace_id = ${run.workspaceId} and s.run_id = ${run.runId} and s.key_hash = d.key_hash
      ${oneByOne}
    ) s on true
    where d.workspace_id = ${run.workspaceId} and d.connector_id = ${run.connectorId} and d.removed_at is null`.execute(
    trx,
  );
  const { live = 0, gone = 0, missing = 0, named = 0, wasSuspect = false } = rows[0] ?? {};
  return { live, gone, listing: listingComplete ? { named, missing, wasSuspect } : null };
}

async function rememberSuspicion(trx: Db, run: RunRef, isSuspect: boolean): Promise<void> {
  await trx
    .updateTable("connectors")
    .set({ listing_suspect: isSuspect })
    .where("workspace_id", "=", run.workspaceId)
    .where("id", "=", run.connectorId)
    .where("listing_suspect", "<>", isSuspect)
    .execute();
}

async function planMissing(trx: Db, run: RunRef): Promise<void> {
  await sql`
    insert into run_deletions (workspace_id, run_id, document_id, reason)
    select d.workspace_id, ${run.runId}, d.id, ${missingReason}
    from documents d
    left join lateral (
      select true as is_named from run_seen s
      where s.workspace_id = ${run.workspaceId} and s.run_id = ${run.runId} and s.key_hash = d.key_hash
      ${oneByOne}
    ) s on true
    where d.workspace_id = ${run.workspaceId} and d.connector_id = ${run.connectorId} and d.removed_at is null
      and d.kept_at is null and s.is_named is null
    on conflict do nothing`.execute(trx);
}

async function hold(trx: Db, run: RunRef, live: number, reason: string): Promise<void> {
  const { rows } = await sql<{ documents: number }>`
    select count(*) as documents from run_deletions
    where workspace_id = ${run.workspaceId} and run_id = ${run.runId}`.execute(trx);
  await trx
    .insertInto("held_deletions")
    .values({
      workspace_id: run.workspaceId,
      id: uuid(),
      connector_id: run.connectorId,
      run_id: run.runId,
      reason,
      documents: rows[0]?.documents ?? 0,
      live_documents: live,
    })
    .execute();
}

/**
 * Removes the documents that a run planned to delete, as far as they are live and nobody kept them, and counts them
 * in that run. They can be restored for the workspace's retention time. Answers how many.
 */
export async function applyDeletions(trx: Db, run: RunRef): Promise<number> {
  const { rows } = await sql<{ before: Outcome | null; count: number }>`
    with doomed as materialized (
      select d.*, x.reason, coalesce(s.outcome, i.outcome) as before
      from run_deletions x
      cross join lateral (
        select d.id, d.key_hash, d.key, d.title, d.link from documents d
        where d.workspace_id = ${run.workspaceId} and d.id = x.document_id
          and d.removed_at is null and d.kept_at is null
        ${oneByOne}
      ) d
      left join lateral (
        select s.outcome from run_seen s
        where s.workspace_id = ${run.workspaceId} and s.run_id = ${run.runId} and s.key_hash = d.key_hash
        ${oneByOne}
      ) s on true
      left join lateral (
        select i.outcome from run_items i
        where i.workspace_id = ${run.workspaceId} and i.run_id = ${run.runId} and i.key_hash = d.key_hash
        ${oneByOne}
      ) i on true
      where x.workspace_id = ${run.workspaceId} and x.run_id = ${run.runId}
    ), removed as (
      update documents d set removed_at = now(), removed_reason = doomed.reason
      from doomed where d.workspace_id = ${run.workspaceId} and d.id = doomed.id
    ), listed as (
      insert into run_items (workspace_id, run_id, key_hash, key, outcome, reason, title, link, document_id)
      select ${run.workspaceId}, ${run.runId}, key_hash, key, 'deleted', reason, title, link, id from doomed
      on conflict (workspace_id, run_id, key_hash) do update set outcome = 'deleted', reason = excluded.reason,
        title = excluded.title, link = excluded.link, document_id = excluded.document_id, at = now()
    ), settled as (
      delete from run_deletions where workspace_id = ${run.workspaceId} and run_id = ${run.runId}
    )
    select before, count(*) as count from doomed group by before`.execute(trx);
  const from = (outcome: Outcome) => rows.find(({ before }) => before === outcome)?.count ?? 0;
  const total = rows.reduce((sum, { count }) => sum + count, 0);
  await sql`
    update runs set deleted = deleted + ${total}, added = added - ${from("added")},
      updated = updated - ${from("updated")}, unchanged = unchanged - ${from("unchanged")},
      skipped = skipped - ${from("skipped")}, failed = failed - ${from("failed")}
    where workspace_id = ${run.workspaceId} and id = ${run.runId}`.execute(trx);
  return total;
}
