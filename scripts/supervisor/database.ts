import { randomBytes } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import pg from "pg";
import { clusterDirOf } from "#db/embedded/run-as.ts";
import { adminUrlOf, startEmbedded } from "#db/embedded/server.ts";
import { holderOf } from "./data-folder.ts";
import { StartError } from "./fail.ts";

export type Database = { url: string; isEmbedded: boolean; stop: () => Promise<void> };

/** The database that DATABASE_URL names, or an embedded one in the data folder. */
export async function openDatabase(dataDir: string, url: string | undefined): Promise<Database> {
  if (url === undefined) return openEmbedded(dataDir);
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  try {
    await client.connect();
  } catch (cause) {
    const { host, port } = client;
    const reason =
      cause instanceof Error ? cause.message || (cause as NodeJS.ErrnoException).code : String(cause);
    throw new StartError(`The database of DATABASE_URL (${host}:${port}) doesn't answer: ${reason}.`);
  } finally {
    await client.end().catch(() => {});
  }
  return { url, isEmbedded: false, stop: async () => {} };
}

async function openEmbedded(dataDir: string): Promise<Database> {
  const server = await startEmbedded({ clusterDir: clusterDirOf(dataDir) });
  const password = ownerPassword(dataDir);
  const admin = new pg.Client({ connectionString: server.adminUrl });
  await admin.connect();
  try {
    await createOwnDatabase(admin, password);
  } finally {
    await admin.end();
  }
  return { url: ownUrl(server.adminUrl, password), isEmbedded: true, stop: server.stop };
}

/** For a command beside the product: what runs is left running, an embedded one that doesn't is started for a moment. */
export async function openAsItIs(dataDir: string, url: string | undefined): Promise<Database> {
  if (url !== undefined || holderOf(dataDir) === undefined) return openDatabase(dataDir, url);
  return { url: await runningEmbeddedUrl(dataDir), isEmbedded: true, stop: async () => {} };
}

async function runningEmbeddedUrl(dataDir: string): Promise<string> {
  return ownUrl(await adminUrlOf(clusterDirOf(dataDir)), ownerPassword(dataDir));
}

function ownUrl(adminUrl: string, password: string): string {
  const url = new URL(adminUrl);
  url.username = "tributary";
  url.password = password;
  url.pathname = "/tributary";
  return url.href;
}

/** Our login owns the database but is no superuser: row-level security binds it. */
async function createOwnDatabase(admin: pg.Client, password: string): Promise<void> {
  const found = await admin.query("select 1 from pg_roles where rolname = 'tributary'");
  if (found.rowCount === 0)
    await admin.query(`create role tributary login createrole password '${password}'`);
  const database = await admin.query("select 1 from pg_database where datname = 'tributary'");
  if (database.rowCount === 0) await admin.query("create database tributary owner tributary");
}

function ownerPassword(dataDir: string): string {
  const file = join(dataDir, "database-password");
  if (existsSync(file)) return readFileSync(file, "utf8");
  const password = randomBytes(24).toString("base64url");
  writeFileSync(file, password, { mode: 0o600 });
  return password;
}
