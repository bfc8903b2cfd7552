import type { ChildProcess } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { rm } from "node:fs/promises";
import type { ServerResponse } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { createTestDatabase, type TestDatabase } from "#db/testing/database.ts";
import { type Dispatcher, dispatchDue } from "#lib/schedules/dispatch.ts";
import { nextInstant } from "#lib/schedules/next.ts";
import { clockChanges, firesByWalking } from "#lib/schedules/testing/minute-oracle.ts";
import { openStage, type Stage } from "#lib/schedules/testing/seed.ts";
import { startSender } from "#lib/services.ts";
import { openSite, page, type Site } from "#lib/sources/web/testing/site.ts";
import { createWorkspace, type TestWorkspace } from "#lib/testing/actors.ts";
import { disagreements } from "./disagreements.ts";
import { killAll, startWebProcess, startWorkerProcess } from "./processes.ts";
import { isLong, pick, randomOf, rounds, seed } from "./rounds.ts";

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;
const random = randomOf(seed);

let database: TestDatabase;
let admin: pg.Client;

beforeAll(async () => {
  database = await createTestDatabase();
  admin = new pg.Client({ connectionString: database.adminUrl });
  await admin.connect();
});
afterAll(async () => {
  await admin.end();
  await database[Symbol.asyncDispose]();
});

describe("the database's clock", () => {
  let stage: Stage;
  let dispatcher: Dispatcher;

  beforeAll(async () => {
    stage = await openStage(database);
    dispatcher = { db: database.db, boss: await startSender(database.db) };
  });
  afterAll(() => stage.close());

  const expressions = ["30 2 * * *", "0 0 * * *", "15 0,1,2,3 * * *", "*/30 * * * *", "0 12 29 2 *"];
  const zones = isLong
    ? Intl.supportedValuesOf("timeZone")
    : ["America/New_York", "Africa/Cairo", "Australia/Lord_Howe", "America/Santiago"];
  const changesFrom = Date.UTC(2026, 0, 1);
  const changes = zones.flatMap((zone) =>
    clockChanges(zone, changesFrom, changesFrom + rounds(365, 3 * 365) * dayMs).map((at) => ({ zone, at })),
  );
  const leapDay = { zone: "America/Sao_Paulo", at: Date.UTC(2028, 1, 29, 12) };

  /** What the clock does between two looks of the dispatcher. */
  const moves: Record<string, () => number> = {
    passes: () => Math.floor(random() * 150) * minuteMs,
    "jumps an hour ahead": () => hourMs,
    "jumps an hour back": () => -hourMs,
    "was away for a day": () => dayMs + Math.floor(random() * hourMs),
  };

  async function goThrough(zone: string, change: number): Promise<number> {
    const from = change - 30 * hourMs;
    const ids = expressions.map((value) => `${zone} ${change} ${value}`);
    for (const [index, value] of expressions.entries()) {
      const nextRunAt = nextInstant({ type: "cron", value, timezone: zone }, new Date(from));
      await stage.add(ids[index] ?? "", { type: "cron", value, timezone: zone, nextRunAt });
    }
    let at = from;
    let latest = from;
    while (at < change + 30 * hourMs) {
      const kind = random() < 0.75 ? "passes" : pick(random, Object.keys(moves));
      at += moves[kind]?.() ?? 0;
      latest = Math.max(latest, at);
      // Two workers look at once.
      await Promise.all([1, 2].map(() => dispatchDue(dispatcher, { at: new Date(at) })));
      if (random() < 0.5) await stage.finishRuns();
    }
    for (const [index, value] of expressions.entries()) await expectEach(ids[index] ?? "", value, zone);
    await admin.query("delete from pgboss.job");
    await admin.query("delete from runs");
    await admin.query("delete from connectors");
    return expressions.length;

    async function expectEach(id: string, value: string, zone: string): Promise<void> {
      const fires = firesByWalking(value, zone, from, latest);
      const rows = await stage.runsOf(id);
      const instants = rows.map(([instant]) => Date.parse(instant ?? ""));
      expect(new Set(instants).size, id).toBe(instants.length);
      // What happened long ago in an outage shares one row, which names the span.
      const spans = rows.flatMap(([to, , reason]) => {
        const since = /and all since (\S+)$/.exec(reason ?? "")?.[1];
        return since ? [{ from: Date.parse(since), to: Date.parse(to ?? "") }] : [];
      });
      const isTold = (fire: number) =>
        instants.includes(fire) || spans.some((span) => span.from <= fire && fire <= span.to);
      expect(
        fires.filter((fire) => !isTold(fire)),
        `lost of ${id}`,
      ).toEqual([]);
      expect(
        instants.filter((instant) => !fires.includes(instant)),
        `invented for ${id}`,
      ).toEqual([]);
      const planned = (await stage.occurrences()).find(([connector]) => connector === id)?.[1];
      const next = nextInstant({ type: "cron", value, timezone: zone }, new Date(fires.at(-1) ?? from));
      expect(planned, `next of ${id}`).toBe(next?.toISOString());
    }
  }

  it(`may jump, or be away: each occurrence has one run or one row that says why not (seed ${seed})`, {
    timeout: isLong ? 2 * 3_600_000 : 60_000,
  }, async () => {
    let walked = 0;
    for (const { zone, at } of [...changes, leapDay]) walked += await goThrough(zone, at);
    console.log(
      `${walked} schedules through ${changes.length} changes of clocks and a leap day: none lost, none doubled`,
    );
  });
});

describe("the clocks of processes", () => {
  const dataDir = mkdtempSync(join(tmpdir(), "tributary-time-"));
  const processes: ChildProcess[] = [];
  let here: TestWorkspace;
  let site: Site;

  beforeAll(async () => {
    here = await createWorkspace(database);
    await admin.query(
      "insert into collections (workspace_id, id, name) values ($1, gen_random_uuid(), 'All')",
      [here.workspaceId],
    );
    site = await openSite();
    const paths = Array.from({ length: 40 }, (_, at) => `/read/p${at}`);
    for (const path of paths) {
      // A run takes as long as it must for a lease that looks run out to be taken.
      const raw = (_: unknown, response: ServerResponse) => {
        setTimeout(() => response.writeHead(200, { "content-type": "text/html" }).end(page(path)), 500);
      };
      site.pages.set(path, { raw });
    }
    site.pages.set("/read/", page("Start", ...paths));
    site.pages.set("/busy/", { status: 429, headers: { "retry-after": "120" }, body: "Later." });
  });
  afterAll(async () => {
    await killAll(processes);
    await site[Symbol.asyncDispose]();
    await rm(dataDir, { recursive: true, force: true });
  });

  const options = (clockShifts: string) => ({ url: database.url, dataDir, host: site.host, clockShifts });

  async function startWeb(clockShifts: string) {
    const web = await startWebProcess(options(clockShifts));
    processes.push(web.process);
    return async (path: string, body?: unknown, headers?: Record<string, string>) => {
      const response = await fetch(web.origin + path.replace("{w}", here.workspaceId), {
        method: body === undefined ? "GET" : "POST",
        headers: {
          "content-type": "application/json",
          ...(headers ?? { authorization: `Bearer ${here.admin.token}` }),
        },
        body: body === undefined ? null : JSON.stringify(body),
      });
      return { status: response.status, body: await response.json() };
    };
  }
  type Web = Awaited<ReturnType<typeof startWeb>>;

  const inMs = (instant: string | Date) => new Date(instant).getTime() - Date.now();

  async function create(web: Web, id: string, path: string, query: string): Promise<Date> {
    const collections = await admin.query("select id from collections where workspace_id = $1", [
      here.workspaceId,
    ]);
    const body = {
      id,
      name: id,
      type: "web_scraper",
      slots: {
        url: `${site.origin}${path}`,
        extraction_type: "all",
        email: here.admin.email,
        use_sitemap: false,
      },
      collection_ids: [collections.rows[0].id],
    };
    const made = await web(`/v1/connector/create_connector/{w}?${query}`, body);
    expect(made, JSON.stringify(made.body)).toMatchObject({ status: 201 });
    return (await admin.query("select next_run_at from schedules where connector_id = $1", [id])).rows[0]
      .next_run_at;
  }

  async function doorsAgree(web: Web, name: string): Promise<void> {
    const minutely = await create(
      web,
      `minutely-${name}`,
      "/read/",
      "scheduler_type=cron&scheduler_value=* * * * *",
    );
    expect(inMs(minutely)).toBeGreaterThan(-5000);
    expect(inMs(minutely)).toBeLessThan(65_000);
    const soon = new Date(Date.now() + 30 * minuteMs).toISOString();
    expect(
      await create(web, `once-${name}`, "/read/", `scheduler_type=when&scheduler_value=${soon}`),
    ).toEqual(new Date(soon));
    const token = await web("/v1/workspaces/{w}/tokens", { name, role: "viewer", expires_at: soon });
    expect(token.status, JSON.stringify(token.body)).toBe(201);
    const asToken = await web("/v1/workspaces/{w}", undefined, {
      authorization: `Bearer ${token.body.token}`,
    });
    expect(asToken.status).toBe(200);
    const ended = await web("/v1/workspaces/{w}", undefined, {
      authorization: `Bearer ${here.expiredToken}`,
    });
    expect(ended.status).toBe(401);
    const person = { cookie: here.admin.cookie, "sec-fetch-site": "same-origin" };
    expect((await web("/v1/workspaces/{w}", undefined, person)).status).toBe(200);
  }

  /** Planned for the minute that began last, as if it were due just now. */
  async function makeDue(like: string): Promise<Date> {
    const at = new Date(Math.floor(Date.now() / minuteMs) * minuteMs);
    const values = [at, like];
    await admin.query("update schedules set next_run_at = $1 where connector_id like $2", values);
    await admin.query(
      "update pgboss.job set start_after = $1 where name = 'occurrence' and data->>'connector_id' like $2",
      values,
    );
    return at;
  }

  async function plannedFor(connectorId: string): Promise<Date> {
    const { rows } = await admin.query("select next_run_at from schedules where connector_id = $1", [
      connectorId,
    ]);
    return rows[0].next_run_at;
  }

  async function untilEnded(like: string, at: Date, count: number) {
    return vi.waitFor(
      async () => {
        const { rows } = await admin.query(
          `select connector_id, state, attempt, deaths, worker_id from runs
           where connector_id like $1 and scheduled_for = $2 and finished_at is not null`,
          [like, at],
        );
        if (rows.length < count) throw new Error(`${rows.length} of ${count} runs have ended.`);
        return rows;
      },
      { timeout: 120_000, interval: 100 },
    );
  }

  /** From the first to the last, each minute has one row, and the next one is planned. */
  async function expectEveryMinute(like: string): Promise<void> {
    const { rows } = await admin.query<{ id: string; at: Date[]; next: Date }>(
      `select s.connector_id as id, array_agg(r.scheduled_for order by r.scheduled_for) as at, s.next_run_at as next
       from schedules s join runs r using (workspace_id, connector_id)
       where s.connector_id like $1 group by 1, 3`,
      [like],
    );
    for (const { id, at, next } of rows) {
      const [first = next] = at;
      const minutes = [...at, next].map((one) => (one.getTime() - first.getTime()) / minuteMs);
      expect(minutes, id).toEqual(minutes.map((_, index) => index));
      expect(inMs(next), id).toBeGreaterThan(-5000);
      expect(inMs(next), id).toBeLessThan(minuteMs);
    }
  }

  it("may be hours apart, and jump: what is due, held or expired goes by the database's", {
    timeout: isLong ? 900_000 : 90_000,
  }, async () => {
    const ahead = `0:${hourMs},6000:${hourMs + 30_000}`;
    const behind = `0:${-hourMs},4000:${hourMs},8000:${-hourMs}`;
    const shifts = isLong ? [ahead, behind, "0:30000", "0:-30000"] : [ahead, behind];
    const webs = await Promise.all(shifts.map(startWeb));
    await Promise.all(webs.map((web, at) => doorsAgree(web, String(at))));
    await Promise.all(webs.map((web, at) => create(web, `busy-${at}`, "/busy/", "scheduler_type=imed")));
    for (const shift of shifts) processes.push(startWorkerProcess(options(shift)));
    for (let round = 0; round < rounds(1, 5); round++) {
      const at = round === 0 ? await makeDue("minutely-%") : await plannedFor("minutely-0");
      const ended = await untilEnded("minutely-%", at, shifts.length);
      // None was taken from its worker, whose clock says that its lease ran out an hour ago.
      for (const run of ended) expect(run).toMatchObject({ state: "succeeded", attempt: 1, deaths: 0 });
      await expectEveryMinute("minutely-%");
    }
    // Retry-After was two minutes: the source's patience, whatever the clock of who heard it.
    const { rows: busy } = await admin.query("select not_before from runs where connector_id like 'busy-%'");
    expect(busy.length).toBe(shifts.length);
    for (const { not_before } of busy) {
      expect(inMs(not_before)).toBeGreaterThan(60_000);
      expect(inMs(not_before)).toBeLessThan(121_000);
    }
    expect(await disagreements(admin)).toEqual([]);
  });
});
