import { type KyselyPlugin, sql } from "kysely";
import type { PgBoss } from "pg-boss";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type Db, openDb } from "#db/client.ts";
import { createTestDatabase, type TestDatabase } from "#db/testing/database.ts";
import { startSender } from "#lib/services.ts";
import { type DispatchOptions, dispatchDue } from "./dispatch.ts";
import { reconcile } from "./reconcile.ts";
import { firesByWalking } from "./testing/minute-oracle.ts";
import { openStage, type SeededSchedule, type Stage } from "./testing/seed.ts";

/*
 * A year of 200 schedules against a history that shares no code with the scheduler. The dispatcher's connections
 * are cut at random statements and it starts again; now and then two or three work at once, or none for days.
 */

const hourMs = 3_600_000;
const quarterMs = hourMs / 4;
const start = Date.UTC(2026, 0, 1);
const end = Date.UTC(2027, 0, 1);

type Kind = "plain" | "skip" | "outside" | "stuck";
type Subject = { id: string; schedule: SeededSchedule; kind: Kind; expected: number[] };

let database: TestDatabase;
let stage: Stage;
let steadyBoss: PgBoss;
const random = mulberry32(20261124);

beforeAll(async () => {
  database = await createTestDatabase();
  stage = await openStage(database);
  steadyBoss = await startSender(database.db);
});

afterAll(async () => {
  await steadyBoss.stop({ graceful: false });
  await stage.close();
  await database[Symbol.asyncDispose]();
});

it("fires every occurrence of a year exactly once, killed and restarted at random", async () => {
  const subjects = cast();
  for (const { id, schedule, kind } of subjects) {
    await stage.add(id, { ...schedule, inCollection: kind !== "outside" });
  }
  const crew = dispatchers(database.url, database.adminUrl);
  const stuck = subjects.filter(({ kind }) => kind === "stuck").map(({ id }) => id);
  const passes: number[] = [];
  for (let now = start; now < end; ) {
    now = Math.min(now + pause(), end);
    await crew.pass(new Date(now), random() < 0.15);
    passes.push(now);
    await finishRuns(stuck);
    if (random() < 0.02) {
      const report = await reconcile(database.db, { at: new Date(now) });
      expect(report).toMatchObject({ schedulesWithoutJob: 0, jobsWithoutSchedule: 0 });
    }
  }
  await crew.close();
  expect(crew.count()).toBeGreaterThan(50);

  const runs = await history();
  for (const subject of subjects) {
    expect({ id: subject.id, runs: runs.get(subject.id) ?? [] }).toEqual({
      id: subject.id,
      runs: rowsExpected(subject, passes),
    });
  }
  await expectOneJobEach(subjects);
}, 120_000);

/** Hours between passes; twice a month an outage of up to three days. */
function pause(): number {
  return random() < 0.02 ? random() * 72 * hourMs : (0.5 + random() * 17) * hourMs;
}

function cast(): Subject[] {
  const zones = [
    "America/Sao_Paulo",
    "America/New_York",
    "Europe/Berlin",
    "Australia/Lord_Howe",
    "Asia/Kathmandu",
    "Africa/Cairo",
    "America/Santiago",
    "America/Nuuk",
  ];
  const expressions = [
    ["30 2 * * *", 45],
    ["0 0 * * *", 30],
    ["30 1 * * 0,3", 40],
    ["30 23 * * 6", 30],
    ["15 0 13 * 5", 20],
    ["45 1 1,15 * *", 10],
    ["0 */12 * * *", 6],
    ["0 1-3 * * 0", 6],
    ["30 */2 * 3,10 0", 3],
  ] as const;
  const kinds: Kind[] = ["plain", "plain", "plain", "plain", "plain", "skip", "outside", "stuck"];
  const repeated = expressions.flatMap(([value, count]) => Array<string>(count).fill(value));
  const subjects = repeated.map((value, index): Subject => {
    const timezone = zones[index % zones.length] ?? "Etc/UTC";
    const kind = kinds[Math.floor(index / zones.length) % kinds.length] ?? "plain";
    const expected = firesByWalking(value, timezone, start, end, quarterMs);
    const nextRunAt = new Date(expected[0] ?? Number.NaN);
    const missed = kind === "skip" ? "skip" : "run_once";
    return {
      id: `c${index}`,
      kind,
      expected,
      schedule: { type: "cron", value, timezone, missed, nextRunAt },
    };
  });
  for (let index = 0; index < 10; index++) {
    const nextRunAt = new Date(start + (index + 1) * 30 * 24 * hourMs + index * 7 * 60_000);
    const kind = index % 5 === 4 ? "outside" : "plain";
    const schedule = { type: "when", value: nextRunAt.toISOString(), nextRunAt } as const;
    subjects.push({ id: `w${index}`, kind, expected: [nextRunAt.getTime()], schedule });
  }
  return subjects;
}

/** Runs end before the next pass, except a stuck connector's, which never does. */
async function finishRuns(stuck: string[]): Promise<void> {
  await stage.admin
    .updateTable("runs")
    .set({ state: "succeeded" })
    .where("state", "=", "queued")
    .where("connector_id", "not in", stuck)
    .execute();
}

async function history(): Promise<Map<string, string[]>> {
  const rows = await stage.admin
    .selectFrom("runs")
    .select(["connector_id", "scheduled_for", "state", "reason"])
    .orderBy("scheduled_for")
    .execute();
  const byConnector = new Map<string, string[]>();
  for (const row of rows) {
    const told = `${row.scheduled_for?.toISOString()} ${row.reason ?? "ran"}`;
    byConnector.set(row.connector_id, [...(byConnector.get(row.connector_id) ?? []), told]);
  }
  return byConnector;
}

/** What should be on record, from the walked history and the times of the passes alone. */
function rowsExpected({ schedule, kind, expected }: Subject, passes: number[]): string[] {
  const rows: string[] = [];
  let from = 0;
  let hasRun = false;
  for (const pass of passes) {
    let to = from;
    while (to < expected.length && (expected[to] ?? 0) <= pass) to += 1;
    const due = expected.slice(from, to);
    from = to;
    const latest = due.pop();
    if (latest === undefined) continue;
    if (schedule.type === "when" && kind === "outside") continue;
    const gathered = due.splice(0, Math.max(0, due.length - 10));
    const first = gathered[0];
    const last = gathered.at(-1);
    if (first !== undefined && last !== undefined) {
      rows.push(`${iso(last)} ${missed}${first < last ? `, and all since ${iso(first)}` : ""}`);
    }
    for (const instant of due) rows.push(`${iso(instant)} ${missed}`);
    rows.push(`${iso(latest)} ${fate(kind, pass - latest, hasRun)}`);
    hasRun = true;
  }
  return rows;
}

const missed = "missed: no worker was running";

function fate(kind: Kind, lateMs: number, hasRun: boolean): string {
  if (kind === "skip" && lateMs > 60_000) return missed;
  if (kind === "outside") return "not in a collection";
  return kind === "stuck" && hasRun ? "previous run still active" : "ran";
}

async function expectOneJobEach(subjects: Subject[]): Promise<void> {
  const jobs = await stage.occurrences();
  const repeated = subjects.filter(({ schedule }) => schedule.type === "cron").map(({ id }) => id);
  expect(jobs.map(([id]) => id)).toEqual(repeated.sort());
  expect(jobs.filter(([, at]) => Date.parse(at) <= end)).toEqual([]);
}

/** Dispatchers whose connections are cut in the middle of their work, and that start again. */
function dispatchers(url: string, adminUrl: string) {
  const admin = openDb({ url: adminUrl, max: 2 });
  let kills = 0;

  /** A pass, sometimes by two at once; a doomed one is cut after a random statement, and another takes over. */
  async function pass(at: Date, isDoomed: boolean): Promise<void> {
    const steady = { db: database.db, boss: steadyBoss };
    const options = { at, batchSize: 30 };
    if (isDoomed) await Promise.all([doomedPass(options), random() < 0.5 && dispatchDue(steady, options)]);
    await dispatchDue(steady, options);
  }

  async function doomedPass(options: DispatchOptions): Promise<void> {
    const name = `dispatcher-${kills}`;
    const db = openDb({ url, max: 1, applicationName: name });
    const boss = await startSender(db);
    const cut = db.withPlugin(cutAfter(admin, name, 1 + Math.floor(random() * 9)));
    try {
      await dispatchDue({ db: cut, boss }, options);
    } catch (error) {
      if (!/terminat|not queryable/i.test(String(error))) throw error;
      kills += 1;
    } finally {
      await boss.stop({ graceful: false });
      await db.destroy();
    }
  }

  return { pass, count: () => kills, close: () => admin.destroy() };
}

function cutAfter(admin: Db, applicationName: string, statements: number): KyselyPlugin {
  let left = statements;
  return {
    transformQuery: ({ node }) => node,
    transformResult: async ({ result }) => {
      left -= 1;
      if (left === 0) {
        await sql`
          select pg_terminate_backend(pid, 5000) from pg_stat_activity
          where application_name = ${applicationName}`.execute(admin);
      }
      return result;
    },
  };
}

function mulberry32(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
