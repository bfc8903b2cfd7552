import { sql } from "kysely";
import type { Db } from "#db/client.ts";

/** A run that says nothing for this long has left its host. */
const shareSeconds = 60;

export type HostShare = {
  /** Runs that read from the host now, this one included, over all workers and workspaces. */
  runs: number;
  /** Until when the host asked to be left alone. */
  pausedUntil: Date | undefined;
};

/** Says that a run reads from a host, for the next minute, and learns what it shares it with. */
export async function shareHost(trx: Db, host: string, runId: string): Promise<HostShare> {
  const { rows } = await sql<{ others: number; until: Date | null }>`
    with expired as (delete from host_shares where host = ${host} and run_id <> ${runId} and expires_at < now()),
    mine as (
      insert into host_shares (host, run_id, expires_at)
      values (${host}, ${runId}, now() + make_interval(secs => ${shareSeconds}))
      on conflict (host, run_id) do update set expires_at = excluded.expires_at
    )
    select (select count(*) from host_shares where host = ${host} and run_id <> ${runId} and expires_at >= now()) as others,
      (select until from host_pauses where host = ${host} and until > now()) as until`.execute(trx);
  return { runs: 1 + (rows[0]?.others ?? 0), pausedUntil: rows[0]?.until ?? undefined };
}

/** Until when a host asked to be left alone, for who reads from it without being a run. */
export async function pausedUntil(trx: Db, host: string): Promise<Date | undefined> {
  const row = await trx
    .selectFrom("host_pauses")
    .select("until")
    .where("host", "=", host)
    .where("until", ">", sql<Date>`now()`)
    .executeTakeFirst();
  return row?.until;
}

export async function leaveHost(trx: Db, host: string, runId: string): Promise<void> {
  await trx.deleteFrom("host_shares").where("host", "=", host).where("run_id", "=", runId).execute();
}

/** Keeps every run off a host until an instant; a later instant that is known already stays. */
export async function pauseHost(trx: Db, host: string, until: Date): Promise<void> {
  await sql`
    insert into host_pauses (host, until) values (${host}, ${until})
    on conflict (host) do update set until = greatest(host_pauses.until, excluded.until)`.execute(trx);
}
