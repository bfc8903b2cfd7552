import { type RawBuilder, sql } from "kysely";
import type { Db } from "#db/client.ts";
import { withScope } from "#db/scope.ts";

export type PurgeReport = Record<keyof typeof purges, number>;

const pieceSize = 1000;

/**
 * What is kept no longer, each as the rows that go. A piece at a time, so that no purge holds locks for long; rows that
 * a run or a deletion of their connector holds are passed over, so that neither waits for the other.
 */
const purges = {
  /** Removed documents, after their workspace's retention time. */
  documents: sql`
    delete from documents where (workspace_id, id) in (
      select d.workspace_id, d.id from documents d join workspaces w on w.id = d.workspace_id
      where d.removed_at < now() - make_interval(days => w.retention_days) limit ${pieceSize}
      for update of d skip locked)`,
  /** Runs with their items, after 90 days; a connector's last run stays, and one whose deletions wait for somebody. */
  runs: sql`
    delete from runs where (workspace_id, id) in (
      select r.workspace_id, r.id from runs r
      where r.finished_at < now() - interval '90 days'
        and exists (select from runs later where later.workspace_id = r.workspace_id
          and later.connector_id = r.connector_id and (later.created_at, later.id) > (r.created_at, r.id))
        and not exists (select from held_deletions h where h.workspace_id = r.workspace_id
          and h.run_id = r.id and h.state = 'held')
      limit 20
      for update of r skip locked)`,
  skippedRuns: sql`
    delete from runs where (workspace_id, id) in (
      select workspace_id, id from runs
      where finished_at < now() - interval '90 days' and state = 'skipped' limit ${pieceSize}
      for update skip locked)`,
  /** Messages of alerts after 30 days, and the alerts that are over after 90. */
  alertDeliveries: sql`
    delete from alert_deliveries where (workspace_id, id) in (
      select workspace_id, id from alert_deliveries
      where created_at < now() - interval '30 days' and state <> 'waiting' limit ${pieceSize})`,
  alerts: sql`
    delete from alerts where (workspace_id, id) in (
      select workspace_id, id from alerts where resolved_at < now() - interval '90 days' limit ${pieceSize})`,
  idempotencyKeys: sql`
    delete from idempotency_keys where (workspace_id, actor_id, key) in (
      select workspace_id, actor_id, key from idempotency_keys where created_at < now() - interval '24 hours' limit ${pieceSize})`,
  sessions: sql`
    delete from sessions where id in (select id from sessions
      where expires_at < now() or last_seen_at < now() - interval '7 days' limit ${pieceSize})`,
  knownAddresses: sql`
    delete from known_addresses where (user_id, address) in (
      select user_id, address from known_addresses where last_at < now() - interval '90 days' limit ${pieceSize})`,
  signInFailures: sql`
    delete from sign_in_failures where ctid in (
      select ctid from sign_in_failures where at < now() - interval '24 hours' limit ${pieceSize})`,
  hostShares: sql`
    delete from host_shares where (host, run_id) in (
      select host, run_id from host_shares where expires_at < now() limit ${pieceSize})`,
  hostPauses: sql`
    delete from host_pauses where host in (select host from host_pauses where until < now() limit ${pieceSize})`,
  workers: sql`
    delete from workers where id in (
      select id from workers where beat_at < now() - interval '1 day' limit ${pieceSize})`,
} satisfies Record<string, RawBuilder<unknown>>;

/** Purges everything whose time is over, a transaction per piece. Any number of workers may do so at once. */
export async function purgeExpired(db: Db, signal?: AbortSignal): Promise<PurgeReport> {
  const counted: [string, number][] = [];
  for (const [name, statement] of Object.entries(purges)) {
    counted.push([name, await purgeAll(db, statement, signal)]);
  }
  return Object.fromEntries(counted) as PurgeReport;
}

async function purgeAll(db: Db, statement: RawBuilder<unknown>, signal?: AbortSignal): Promise<number> {
  let total = 0;
  while (!signal?.aborted) {
    const { numAffectedRows } = await withScope(db, { system: true }, (trx) => statement.execute(trx));
    const count = Number(numAffectedRows ?? 0n);
    total += count;
    if (count === 0) break;
  }
  return total;
}
