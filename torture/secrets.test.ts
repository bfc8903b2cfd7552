import type { ChildProcess } from "node:child_process";
import { generateKeyPairSync, randomBytes } from "node:crypto";
import { mkdtempSync } from "node:fs";
import { readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { createTestDatabase, type TestDatabase } from "#db/testing/database.ts";
import { ensureSetupCode } from "#lib/auth/setup-code.ts";
import { writeBackup } from "#lib/backup/write.ts";
import { createWorkspace, type TestWorkspace } from "#lib/testing/actors.ts";
import { type EchoServer, openEchoServer } from "./echo-server.ts";
import { killAll, startWebProcess, startWorkerProcess } from "./processes.ts";

// A secret of every kind is planted, in a web server and a worker that log all they can, and sent to vendors that
// repeat it in their errors. Then logs, answers, rows, jobs, blobs and a backup are searched for it.

const canary = `canary${randomBytes(6).toString("hex")}`;
const accessToken = `${canary}-access-token`;
const folder = mkdtempSync(join(tmpdir(), "tributary-secrets-"));
const dataDir = join(folder, "data");
const { privateKey } = generateKeyPairSync("rsa", {
  modulusLength: 2048,
  publicKeyEncoding: { type: "spki", format: "pem" },
  privateKeyEncoding: { type: "pkcs8", format: "pem" },
});
/** Secrets that are no word of ours. */
const madeUp = new Set<string>(privateKey.split("\n").filter((line) => line.length === 64));

let database: TestDatabase;
let here: TestWorkspace;
let vendor: EchoServer;
let origin: string;
let collectionId: string;
const processes: ChildProcess[] = [];
const logs: string[] = [];
const answers: string[] = [];

const secret = (name: string) => `${canary}-${name}`;
const google = (name: string) => ({
  client_id: "id.apps.googleusercontent.com",
  client_secret: secret(`google-client-${name}`),
  refresh_token: secret(`google-refresh-${name}`),
});
const microsoft = (name: string) => ({
  tenant_id: "tenant",
  client_id: "client",
  client_secret: secret(`microsoft-${name}`),
});
const serviceAccount = {
  service_account: { type: "service_account", client_email: "bot@example.com", private_key: privateKey },
};

/** Every way to sign in to every type; what “refused” is in, is refused where tokens are given. */
function connectors(): { name: string; type: string; slots: object; credentials: object }[] {
  const site = { base_url: `${vendor.origin}/wiki` };
  const atlassian = [
    { email: "bot@example.com", api_token: secret("atlassian-token") },
    { personal_access_token: secret("atlassian-pat") },
  ];
  const web = { url: `${vendor.origin}/`, extraction_type: "single", email: here.viewer.email };
  const drive = { root_file_id: "1dyUEebJaFnWa3Z4n0BFMVAXQ7mfUH11g" };
  const library = { urls: ["https://example.sharepoint.com/sites/Intranet"] };
  const person = { urls: ["https://example-my.sharepoint.com/personal/ana_example_com/Documents"] };
  const all = [
    ...atlassian.map((credentials) => ({
      type: "jira",
      slots: { ...site, jql_query: "project = A" },
      credentials,
    })),
    ...atlassian.map((credentials) => ({
      type: "confluence",
      slots: { ...site, spaces: ["A"] },
      credentials,
    })),
    ...["given", "refused"].flatMap((name) => [
      { type: "google_drive", slots: drive, credentials: google(name) },
      { type: "sharepoint", slots: library, credentials: microsoft(name) },
      { type: "onedrive", slots: person, credentials: microsoft(name) },
    ]),
    {
      type: "impersonated_google_drive",
      slots: { ...drive, target_account: "ana@example.com" },
      credentials: serviceAccount,
    },
    { type: "web_scraper", slots: web, credentials: { username: "ana", password: secret("web-password") } },
    {
      type: "web_scraper",
      slots: web,
      credentials: {
        headers: { authorization: `Bearer ${secret("web-bearer")}`, "x-key": secret("web-key") },
      },
    },
  ];
  return all.map((one, at) => ({ ...one, name: `${one.type} ${at}` }));
}

const settings = () => ({
  LOG_LEVEL: "trace",
  AUTH_SECRET: secret("auth-secret-that-is-long-enough"),
  SECRETS_KEYS: `one:${secretsKey.toString("base64")}`,
  METRICS_TOKEN: secret("metrics-token"),
  OIDC_ISSUER: vendor.origin,
  OIDC_CLIENT_ID: "tributary",
  OIDC_CLIENT_SECRET: secret("oidc"),
  GOOGLE_API_ROOT: vendor.origin,
  GOOGLE_TOKEN_URL: `${vendor.origin}/token`,
  GRAPH_ROOT: vendor.origin,
  MICROSOFT_LOGIN_ROOT: vendor.origin,
  JIRA_CREDENTIALS: JSON.stringify({ email: "d@example.com", api_token: secret("deployment") }),
});
const secretsKey = randomBytes(32);

async function ask(method: string, path: string, body?: unknown, headers: Record<string, string> = {}) {
  const response = await fetch(`${origin}${path}`, {
    method,
    headers: { authorization: `Bearer ${here.owner.token}`, "content-type": "application/json", ...headers },
    body: body === undefined ? null : JSON.stringify(body),
  });
  const text = await response.text();
  return { status: response.status, text, json: () => JSON.parse(text) };
}

/** The same, its answer to be searched. */
async function told(...request: Parameters<typeof ask>) {
  const answer = await ask(...request);
  answers.push(`${request[0]} ${request[1]}: ${answer.text}`);
  return answer;
}

const at = (path: string) => `/v1/workspaces/${here.workspaceId}/${path}`;

beforeAll(async () => {
  database = await createTestDatabase();
  madeUp.add(String(await ensureSetupCode(database.db)));
  here = await createWorkspace(database);
  for (const { token, cookie } of [here.owner, here.viewer])
    madeUp.add(token).add(cookie.split("=")[1] ?? "");
  vendor = await openEchoServer(accessToken);
  const options = {
    url: database.url,
    dataDir,
    host: vendor.host,
    env: settings(),
    hear: (text: string) => logs.push(text),
  };
  madeUp.add(secretsKey.toString("base64")).add(secretsKey.toString("latin1"));
  const [web] = await Promise.all([startWebProcess(options), processes.push(startWorkerProcess(options))]);
  processes.push(web.process);
  origin = web.origin;
  collectionId = (await ask("POST", at("collections"), { name: "All" })).json().id;
  for (const body of connectors()) await plant(body);
  const invited = await ask("POST", at("invitations"), { email: "x@example.com", role: "viewer" });
  madeUp.add(invited.json().url.split("/").at(-1));
  madeUp.add((await ask("POST", at("tokens"), { name: "New", role: "viewer" })).json().token);
  await everyRunEnded();
}, 60_000);

afterAll(async () => {
  await killAll(processes);
  await vendor[Symbol.asyncDispose]();
  await database[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

async function plant(body: ReturnType<typeof connectors>[number]): Promise<void> {
  const { name: _, ...trial } = body;
  const create = `/v1/connector/create_connector/${here.workspaceId}?scheduler_type=imed`;
  const whole = { ...body, collection_ids: [collectionId] };
  const made = await told("POST", create, whole, { "idempotency-key": body.name.replaceAll(" ", "-") });
  expect(made.status, made.text).toBe(201);
  await told("POST", create, { ...whole, slots: {} });
  expect((await told("POST", at("connectors/check"), trial)).status).toBe(200);
  expect((await told("POST", at("connectors/preview"), trial)).status).toBe(200);
}

async function everyRunEnded(): Promise<void> {
  const count = connectors().length;
  await vi.waitFor(
    async () => {
      const { items } = (await ask("GET", at("runs?limit=100"))).json();
      const over = items.filter(({ reason }: { reason: string | null }) => reason !== null);
      expect(over.length).toBe(count);
    },
    { timeout: 40_000, interval: 200 },
  );
}

/** Where secrets are, in any of the forms in which they are written down. */
function found(where: string, text: string): string[] {
  const forms = [canary, ...madeUp].flatMap((one) => [one, Buffer.from(one).toString("hex")]);
  const basic = Buffer.from(`bot@example.com:${secret("atlassian-token")}`)
    .toString("base64")
    .slice(0, -4);
  return [
    ...forms,
    basic,
    Buffer.from(`ana:${secret("web")}`)
      .toString("base64")
      .slice(0, -4),
  ]
    .map((form) => ({ form, index: text.indexOf(form) }))
    .filter(({ index }) => index !== -1)
    .map(({ index }) => `${where}: ${text.slice(Math.max(0, index - 150), index + 60)}`);
}

async function foundInFiles(path: string): Promise<string[]> {
  const files = await readdir(path, { recursive: true, withFileTypes: true });
  const texts = files
    .filter((file) => file.isFile())
    .map(async (file) => found(file.name, await readFile(join(file.parentPath, file.name), "latin1")));
  return (await Promise.all(texts)).flat();
}

it("were sent to every vendor, which repeated them", () => {
  const heard = vendor.heard.join("\n");
  for (const name of ["atlassian-token", "atlassian-pat", "google-refresh-given", "google-client-refused"])
    expect(heard).toContain(secret(name));
  for (const name of [
    "microsoft-given",
    "microsoft-refused",
    "web-password",
    "web-bearer",
    "web-key",
    "access-token",
  ])
    expect(heard).toContain(secret(name));
});

it("are in no log, at no level", () => {
  const log = logs.join("");
  expect(log).toContain('"level":30');
  expect(found("log", log)).toEqual([]);
});

it("are in no answer", async () => {
  const { items } = (await told("GET", at("runs?limit=100"))).json();
  for (const { id } of items)
    for (const part of ["", "/items", "/comparison"]) await told("GET", at(`runs/${id}${part}`));
  for (const path of [
    "connectors",
    "audit-log",
    "attention",
    "schedules",
    "tokens",
    "invitations",
    "members",
    "summary",
  ])
    await told("GET", at(path));
  expect(answers.join("\n")).toContain("[secret]");
  expect(answers.flatMap((answer) => found("answer", answer))).toEqual([]);
});

it("are in no row of any schema, nor in a job", async () => {
  const admin = new pg.Client({ connectionString: database.adminUrl });
  await admin.connect();
  const { rows: tables } = await admin.query<{ name: string }>(`
    select c.oid::regclass::text as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'm') and n.nspname !~ '^(pg_|information_schema)'`);
  const places: string[] = [];
  for (const { name } of tables) {
    const { rows } = await admin.query<{ row: string }>(`select t::text as row from ${name} t`);
    places.push(...rows.flatMap(({ row }) => found(name, row)));
  }
  await admin.end();
  expect(tables.length).toBeGreaterThan(20);
  expect(places).toEqual([]);
});

it("are in no blob, and in no backup", async () => {
  const backup = join(folder, "backup");
  await writeBackup({ url: database.url, blobFolder: join(dataDir, "blobs"), folder: backup });
  expect(await foundInFiles(folder)).toEqual([]);
});
