import { sql } from "kysely";
import type { Db } from "#db/client.ts";

type Reading = { databaseMs: number; at: number };

// Next compiles pages and handlers into separate module instances: the clock of the process is here.
const holder = globalThis as typeof globalThis & { tributaryClock?: Reading };

/** How often a process reads the database's clock. */
export const readClockEveryMs = 10_000;

/** A slower answer says too little about the moment; a clock that was read before is good for longer than that. */
const tellingMs = 1000;

/**
 * The time by the database's clock, carried on since it was last read by a counter that nobody sets. So processes
 * whose own clocks are apart, or jump, agree. Before the first reading it is the process's own.
 */
export function databaseNow(): Date {
  const reading = holder.tributaryClock;
  return reading ? new Date(reading.databaseMs + performance.now() - reading.at) : new Date();
}

/** Reads the database's clock for `databaseNow`. */
export async function readClock(db: Db): Promise<void> {
  const asked = performance.now();
  const { rows } = await sql<{ ms: number }>`
    select extract(epoch from clock_timestamp())::float8 * 1000 as ms`.execute(db);
  const answered = performance.now();
  const [row] = rows;
  if (!row || (holder.tributaryClock && answered - asked > tellingMs)) return;
  holder.tributaryClock = { databaseMs: row.ms, at: (asked + answered) / 2 };
}
