import { setImmediate } from "node:timers/promises";
import { sql } from "kysely";
import type { PgBoss } from "pg-boss";
import type { Db } from "#db/client.ts";
import { withScope } from "#db/scope.ts";
import { meters } from "#lib/metrics/meters.ts";
import { inSpan } from "#lib/tracing/span.ts";
import { decide } from "./decide.ts";
import { type Due, type DueJob, lockDueJobs, lockSchedules, removeStrayJobs } from "./due.ts";
import { type Decided, settle } from "./settle.ts";

export type Dispatcher = { db: Db; boss: PgBoss };

export type DispatchOptions = {
  /** The instant to judge by; without it the database's clock, which all workers share. */
  at?: Date;
  /** Occurrences per transaction. */
  batchSize?: number;
  /** Ends a pass after the batch under way. */
  signal?: AbortSignal;
};

/** What a pass did: occurrences taken, runs queued and skipped, jobs removed because nothing stood behind them. */
export type DispatchReport = { taken: number; queued: number; skipped: number; strays: number };

// Half a thousand keeps a transaction near 100 ms, and its rows too few to hold the event loop.
const defaultBatchSize = 500;
const turnMs = 5;
// While the database commits one batch it works on another; more would only crowd out the web's queries.
const lanes = 2;

/** Dispatches everything that is due, a transaction per batch. Any number of workers may do so at once. */
export async function dispatchDue(
  dispatcher: Dispatcher,
  options: DispatchOptions = {},
): Promise<DispatchReport> {
  const first = await dispatchBatch(dispatcher, options);
  if (!mayBeMore(first, options)) return first;
  const results = await Promise.allSettled(Array.from({ length: lanes }, () => runLane(dispatcher, options)));
  for (const result of results) if (result.status === "rejected") throw result.reason;
  const reports = results.flatMap((result) => (result.status === "fulfilled" ? [result.value] : []));
  return [first, ...reports].reduce(add);
}

async function runLane(dispatcher: Dispatcher, options: DispatchOptions): Promise<DispatchReport> {
  let total: DispatchReport = { taken: 0, queued: 0, skipped: 0, strays: 0 };
  for (;;) {
    const batch = await dispatchBatch(dispatcher, options);
    total = add(total, batch);
    if (!mayBeMore(batch, options)) return total;
  }
}

/** A batch that did something may have left more; one that did nothing met the end, or what others hold. */
function mayBeMore(batch: DispatchReport, { signal }: DispatchOptions): boolean {
  return batch.taken + batch.strays > 0 && !signal?.aborted;
}

function add(a: DispatchReport, b: DispatchReport): DispatchReport {
  return {
    taken: a.taken + b.taken,
    queued: a.queued + b.queued,
    skipped: a.skipped + b.skipped,
    strays: a.strays + b.strays,
  };
}

/**
 * One transaction: due occurrences become runs with their jobs, and the occurrences move to their next instant.
 * Whatever ends it early leaves all of it for the next pass.
 */
export async function dispatchBatch(
  { db, boss }: Dispatcher,
  { at, batchSize = defaultBatchSize }: DispatchOptions = {},
): Promise<DispatchReport> {
  let late: number[] = [];
  const report = await withScope(db, { system: true }, async (trx) => {
    const jobs = await lockDueJobs(trx, batchSize, at);
    const now = jobs[0]?.now;
    if (!now) return { taken: 0, queued: 0, skipped: 0, strays: 0 };
    // A frozen process would hold its locks for as long as it sleeps: the server ends its transaction instead.
    await sql`set local idle_in_transaction_session_timeout = '15s'`.execute(trx);
    const due = await lockSchedules(trx, jobs);
    const strays = due.length < jobs.length ? await removeStrayJobs(trx, without(jobs, due)) : 0;
    const decided = await decideAll(due, now);
    if (decided.length === 0) return { taken: 0, queued: 0, skipped: 0, strays };
    late = decided.map(({ due }) => (now.getTime() - due.planned.getTime()) / 1000);
    const attributes = { "tributary.occurrences": decided.length };
    const settled = await inSpan("dispatch", { attributes }, () => settle(trx, boss, decided, now));
    return { taken: decided.length, strays, ...settled };
  });
  for (const seconds of late) meters().lateness.observe(seconds);
  return report;
}

function without(jobs: DueJob[], due: Due[]): DueJob[] {
  const ids = new Set(due.map((job) => job.id));
  return jobs.filter((job) => !ids.has(job.id));
}

/** Next instants cost 50 µs each: after a few milliseconds the loop gets its turn. */
async function decideAll(due: Due[], now: Date): Promise<Decided[]> {
  const decided: Decided[] = [];
  let turnEnds = performance.now() + turnMs;
  for (const one of due) {
    decided.push({ due: one, decision: decide(one, now) });
    if (performance.now() < turnEnds) continue;
    await setImmediate();
    turnEnds = performance.now() + turnMs;
  }
  return decided;
}
