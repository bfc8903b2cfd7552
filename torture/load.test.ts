import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, writeFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { connect, createServer, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { createTestDatabase, type TestDatabase } from "#db/testing/database.ts";
import { openSite, page, type Site } from "#lib/sources/web/testing/site.ts";
import { createWorkspace, type TestWorkspace } from "#lib/testing/actors.ts";
import { disagreements } from "./disagreements.ts";
import { killAll, startWebProcess, startWorkerProcess } from "./processes.ts";
import { isLong, randomOf, seed } from "./rounds.ts";
import { Writer } from "./writers.ts";

// Many writers over HTTP, few connections, several web servers and workers, and databases that are slow, behind a pooler
// or not answering: what was answered is what is there, rows and jobs agree, and what is due runs.

const random = randomOf(seed);
const minutes = Number(process.env.TORTURE_MINUTES ?? 10);
const [writing, connectors, seconds] = isLong ? [100, 1000, minutes * 60] : [12, 60, 2];

let database: TestDatabase;
let admin: pg.Client;
let site: Site;
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "tributary-load-"));
  database = await createTestDatabase();
  admin = new pg.Client({ connectionString: database.adminUrl });
  await admin.connect();
  site = await openSite({ "/": page("Home", "/a"), "/a": page("A") });
});
afterAll(async () => {
  await admin.end();
  await site[Symbol.asyncDispose]();
  await database[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

type Plan = { url: string; web: number; workers: number; env?: Record<string, string> };

/** Web servers and workers of the product, which end with the scope that holds them. */
async function start({ url, web, workers, env = {} }: Plan) {
  const settings = { url, dataDir: folder, host: site.host, env: { DATABASE_POOL: "5", ...env } };
  const processes: ChildProcess[] = Array.from({ length: workers }, () => startWorkerProcess(settings));
  const webs = await Promise.all(Array.from({ length: web }, () => startWebProcess(settings)));
  processes.push(...webs.map((one) => one.process));
  const origins = webs.map(({ origin }) => origin);
  return {
    origin: () => origins[Math.floor(random() * origins.length)] ?? "",
    [Symbol.asyncDispose]: () => killAll(processes),
  };
}

/** Writers for a while, each with connectors of its own; then what they were told is compared with what is there. */
async function write(
  origin: () => string,
  { workspaceId, owner }: TestWorkspace,
  during: () => Promise<void>,
) {
  const writers = Array.from(
    { length: writing },
    () => new Writer({ origin, workspaceId, token: owner.token, random, connectors: connectors / writing }),
  );
  await during();
  await Promise.all(writers.map((writer) => writer.stop()));
  const { rows } = await admin.query(
    `select c.id, c.name, s.value, s.state from connectors c
     join schedules s on s.workspace_id = c.workspace_id and s.connector_id = c.id
     where c.workspace_id = $1 and c.id like 'w-%' order by c.id collate "C"`,
    [workspaceId],
  );
  const expected = writers.flatMap(({ expected }) => [...expected].map(([id, rest]) => ({ id, ...rest })));
  expect(rows).toEqual(expected.toSorted((a, b) => (a.id < b.id ? -1 : 1)));
  expect(await disagreements(admin)).toEqual([]);
  const took = writers.flatMap((writer) => writer.tookMs).toSorted((a, b) => a - b);
  const at = (part: number) =>
    Math.round(took[Math.min(took.length - 1, Math.floor(took.length * part))] ?? 0);
  const repeats = writers.reduce((sum, writer) => sum + writer.repeats, 0);
  return `${took.length} writes of ${writing} writers to ${expected.length} connectors, ${at(0.5)} ms (median), ${at(0.99)} ms (99 of 100), ${at(1)} ms at most; ${repeats} repeated after 503 or nothing`;
}

/** Creates a connector that reads a site at once, and waits until its run has ended well. */
async function readOnce(origin: string, { workspaceId, owner }: TestWorkspace): Promise<number> {
  const headers = { authorization: `Bearer ${owner.token}`, "content-type": "application/json" };
  const post = async (path: string, body: object) => {
    const answer = await fetch(`${origin}${path}`, { method: "POST", headers, body: JSON.stringify(body) });
    expect(answer.status, await answer.clone().text()).toBe(201);
    return answer.json();
  };
  const collection = await post(`/v1/workspaces/${workspaceId}/collections`, { name: `c${random()}` });
  const slots = { url: `${site.origin}/`, extraction_type: "all", email: owner.email };
  const body = { name: "Site", type: "web_scraper", slots, collection_ids: [collection.id] };
  const began = performance.now();
  const { id } = await post(`/v1/connector/create_connector/${workspaceId}?scheduler_type=imed`, body);
  await vi.waitFor(
    async () => {
      const query = "select state from runs where workspace_id = $1 and connector_id = $2";
      const { rows } = await admin.query(query, [workspaceId, id]);
      if (rows[0]?.state !== "succeeded") throw new Error(`The run is ${rows[0]?.state}.`);
    },
    { timeout: 60_000, interval: 50 },
  );
  return performance.now() - began;
}

const tell = (words: string) => console.log(words);
const timeout = (seconds + 180) * 1000;

it("many writers, two web servers and four workers share a few connections", { timeout }, async () => {
  const here = await createWorkspace(database);
  await using product = await start({ url: database.url, web: 2, workers: isLong ? 4 : 2 });
  const told = await write(product.origin, here, async () => {
    await wait(seconds * 500);
    await readOnce(product.origin(), here);
    await wait(seconds * 500);
  });
  tell(`pool of 5, two web servers: ${told}`);
});

it("a slow database makes writes slow, and nothing else", { timeout }, async () => {
  const here = await createWorkspace(database);
  await using slow = await slowProxy(database.url, isLong ? 25 : 5);
  await using product = await start({ url: slow.url, web: 1, workers: 1 });
  const told = await write(product.origin, here, () => wait(Math.min(seconds, 60) * 1000));
  tell(`each message ${isLong ? 25 : 5} ms late, both ways: ${told}`);
});

it("a database that stops answering is waited for, told of, and come back to", { timeout }, async () => {
  const here = await createWorkspace(database);
  await using proxy = await slowProxy(database.url, 0);
  await using product = await start({ url: proxy.url, web: 1, workers: 1 });
  await readOnce(product.origin(), here);
  proxy.refuse();
  const refused = await fetch(`${product.origin()}/readyz`);
  expect(refused.status).toBe(503);
  const asked = await fetch(`${product.origin()}/v1/me`, {
    headers: { authorization: `Bearer ${here.owner.token}` },
  });
  expect(asked.status).toBe(503);
  expect(Number(asked.headers.get("retry-after"))).toBeGreaterThan(0);
  proxy.accept();
  const took = await readOnce(product.origin(), here);
  tell(
    `connections cut, and allowed again: the next run ended ${(took / 1000).toFixed(1)} s after it was asked for`,
  );
});

describe.runIf(existsSync("/usr/sbin/pgbouncer"))("behind a pooler in transaction mode", () => {
  it("everything works", { timeout }, async () => {
    const here = await createWorkspace(database);
    await using pooler = await startPooler(database.url);
    await using product = await start({
      url: pooler.url,
      web: 1,
      workers: 1,
      env: { PREPARED_STATEMENTS: "false" },
    });
    const took = await readOnce(product.origin(), here);
    const told = await write(product.origin, here, () => wait(Math.min(seconds, 60) * 1000));
    tell(`pgbouncer with 5 server connections: a run in ${(took / 1000).toFixed(1)} s; ${told}`);
  });
});

/** A TCP proxy that passes everything on later than it came, and can cut and refuse all connections. */
async function slowProxy(target: string, delayMs: number) {
  const upstream = new URL(target);
  const sockets = new Set<Socket>();
  let isOpen = true;
  const pass = (from: Socket, to: Socket) =>
    from.on("data", (chunk) => void wait(delayMs).then(() => to.writable && to.write(chunk)));
  const server = createServer((client) => {
    if (!isOpen) return client.destroy();
    const backend = connect(Number(upstream.port), upstream.hostname);
    for (const socket of [client, backend]) {
      sockets.add(socket);
      socket.setNoDelay();
      socket.on("error", () => {});
      socket.on("close", () => {
        sockets.delete(socket);
        client.destroy();
        backend.destroy();
      });
    }
    pass(client, backend);
    pass(backend, client);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const cut = () => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    url: Object.assign(new URL(target), { port: String(typeof address === "object" && address?.port) }).href,
    refuse: () => {
      isOpen = false;
      cut();
    },
    accept: () => {
      isOpen = true;
    },
    [Symbol.asyncDispose]: async () => {
      cut();
      server.close();
      await once(server, "close");
    },
  };
}

/** Debian's pgbouncer before a database, as docs/running.md says; it refuses to run as root. */
async function startPooler(target: string) {
  const { hostname, port, pathname, username, password } = new URL(target);
  const listenPort = 16432;
  const home = mkdtempSync(join(tmpdir(), "tributary-pgbouncer-"));
  const ini = join(home, "pgbouncer.ini");
  writeFileSync(join(home, "users.txt"), `"${username}" "${decodeURIComponent(password)}"\n`);
  writeFileSync(
    ini,
    `[databases]
${pathname.slice(1)} = host=${hostname} port=${port}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${listenPort}
unix_socket_dir =
auth_type = plain
auth_file = ${join(home, "users.txt")}
pool_mode = transaction
default_pool_size = 5
ignore_startup_parameters = extra_float_digits
`,
  );
  execFileSync("chmod", ["-R", "a+rX", home]);
  const isRoot = process.getuid?.() === 0;
  const pooler = spawn("/usr/sbin/pgbouncer", [...(isRoot ? ["-u", "postgres"] : []), ini], {
    stdio: "ignore",
  });
  const url = Object.assign(new URL(target), { port: String(listenPort), hostname: "127.0.0.1" }).href;
  await vi.waitFor(
    async () => {
      const client = new pg.Client({ connectionString: url });
      await client.connect();
      await client.end();
    },
    { timeout: 10_000, interval: 50 },
  );
  return {
    url,
    [Symbol.asyncDispose]: async () => {
      pooler.kill("SIGINT");
      if (pooler.exitCode === null) await once(pooler, "exit");
      await rm(home, { recursive: true, force: true });
    },
  };
}
