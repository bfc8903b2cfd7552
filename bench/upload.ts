/**
 * `npm run build && npm run bench:upload [MiB] [files]`: one file of so many MiB (100), then so many at once (4), sent
 * over HTTP to the web server as multipart and as the body of a replacement: seconds, and the memory of the server
 * while it streams them to the disk. Prints a table and a line of JSON.
 */
import "./shared/auth-secret.ts";

import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { chmodSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { request } from "node:http";
import { loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { setTimeout as wait } from "node:timers/promises";
import pg from "pg";
import { openDb } from "#db/client.ts";
import { startEmbedded } from "#db/embedded/server.ts";
import { createOwner, urlOf } from "#db/testing/cluster.ts";
import { createWorkspace } from "#lib/testing/actors.ts";
import { prepareDatabase } from "#lib/worker/prepare-database.ts";
import { programArguments } from "../scripts/supervisor/program.ts";
import { report, round } from "./shared/report.ts";
import { peakSince, residentMb } from "./shared/usage.ts";

const mib = 1024 * 1024;
const sizeMib = Number(process.argv[2] ?? 100);
const atOnce = Number(process.argv[3] ?? 4);
const port = 4398;
const base = `http://127.0.0.1:${port}`;

type Figure = { name: string; seconds: number; mibPerS: number; beforeMb: number; peakMb: number };

const loadBefore = loadavg()[0];
const root = await mkdtemp(join(tmpdir(), "tributary-bench-upload-"));
chmodSync(root, 0o755);
const postgres = await startEmbedded({ clusterDir: join(root, "postgres") });
const admin = new pg.Client({ connectionString: postgres.adminUrl });
await admin.connect();
await createOwner(admin);
await admin.query("create database bench owner tributary");
await admin.end();
const url = urlOf(postgres.adminUrl, "bench");
await prepareDatabase(url);
const db = openDb({ url });
const workspace = await createWorkspace({ db });
const files = `/v1/workspaces/${workspace.workspaceId}/connectors/files/files`;
const web = startWeb();
try {
  await untilReady();
  await createConnector();
  const first = await post("warm-up", 1);
  const figures = [
    await measure("one file", 1, () => post("one", sizeMib)),
    await measure("a replacement", 1, () => put(first, sizeMib)),
    await measure(`${atOnce} files at once`, atOnce, () =>
      Promise.all(Array.from({ length: atOnce }, (_, at) => post(`file ${at}`, sizeMib))),
    ),
  ];
  report(
    [`${sizeMib} MiB each`, "seconds", "MiB/s", "MB before", "MB at most"],
    figures.map((one) => [one.name, one.seconds, one.mibPerS, one.beforeMb, one.peakMb]),
    { bench: "upload", sizeMib, loadBefore, figures },
  );
} finally {
  web.kill("SIGTERM");
  await once(web, "exit");
  await db.destroy();
  await postgres.stop();
  await rm(root, { recursive: true, force: true });
}

function startWeb(): ChildProcess {
  return spawn(process.execPath, programArguments("web"), {
    cwd: join(import.meta.dirname, ".."),
    env: {
      ...process.env,
      NODE_ENV: "production",
      LOG_LEVEL: "warn",
      PORT: String(port),
      DATA_DIR: join(root, "data"),
      DATABASE_URL: url,
      SECRETS_KEYS: `bench:${randomBytes(32).toString("base64")}`,
    },
    stdio: ["ignore", "ignore", "inherit"],
  });
}

async function untilReady(): Promise<void> {
  for (let tries = 0; tries < 300; tries += 1) {
    const answer = await fetch(`${base}/healthz`).catch(() => undefined);
    if (answer?.ok) return;
    await wait(100);
  }
  throw new Error("The web server doesn't answer: is it built? (npm run build)");
}

async function createConnector(): Promise<void> {
  const path = `/v1/connector/create_connector/${workspace.workspaceId}?scheduler_type=imed`;
  const body = JSON.stringify({ id: "files", name: "Files", type: "upload", slots: {} });
  const headers = { authorization: `Bearer ${workspace.editor.token}`, "content-type": "application/json" };
  const answer = await fetch(base + path, { method: "POST", body, headers });
  if (answer.status !== 201) throw new Error(`No connector: ${answer.status} ${await answer.text()}`);
}

async function measure(name: string, count: number, work: () => Promise<unknown>): Promise<Figure> {
  const pid = web.pid ?? 0;
  const beforeMb = residentMb(pid);
  const peak = peakSince(pid);
  const began = performance.now();
  await work();
  const seconds = (performance.now() - began) / 1000;
  const mibPerS = Math.round((sizeMib * count) / seconds);
  return { name, seconds: round(seconds), mibPerS, beforeMb, peakMb: peak() };
}

/** Sends a form of one file, as slowly as the server reads. @returns the file's id */
async function post(name: string, size: number): Promise<string> {
  const head = `--b\r\nContent-Disposition: form-data; name="file"; filename="${name}"\r\n\r\n`;
  const answer = await send("POST", files, "multipart/form-data; boundary=b", form(head, size));
  if (answer.status !== 201) throw new Error(`Not kept: ${answer.status} ${answer.text}`);
  return JSON.parse(answer.text).files[0].file.id;
}

async function put(id: string, size: number): Promise<void> {
  const answer = await send("PUT", `${files}/${id}`, "application/octet-stream", bytes(size));
  if (answer.status !== 200) throw new Error(`Not replaced: ${answer.status} ${answer.text}`);
}

async function* form(head: string, size: number): AsyncGenerator<Buffer> {
  yield Buffer.from(head);
  yield* bytes(size);
  yield Buffer.from("\r\n--b--\r\n");
}

async function* bytes(size: number): AsyncGenerator<Buffer> {
  for (let sent = 0; sent < size; sent += 1) yield randomBytes(mib);
}

async function send(method: string, path: string, type: string, body: AsyncIterable<Buffer>) {
  const headers = { authorization: `Bearer ${workspace.editor.token}`, "content-type": type };
  const sending = request(base + path, { method, headers });
  const answered = once(sending, "response");
  await pipeline(Readable.from(body), sending);
  const [response] = await answered;
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk);
  return { status: response.statusCode as number, text: Buffer.concat(chunks).toString() };
}
