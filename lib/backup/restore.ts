import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { copyFile, mkdir, readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import pg from "pg";
import { from as copyFrom } from "pg-copy-streams";
import { blobLayout } from "#lib/storage/layout.ts";
import { type Manifest, manifestFile, manifestSchema, tableFile } from "./manifest.ts";
import { listTables } from "./tables.ts";

export type RestoreOptions = {
  /** The database's owner, or a superuser. Its schema is made, it holds no rows. */
  url: string;
  blobFolder: string;
  folder: string;
};

/**
 * Brings a backup into an empty database and blob folder: all of it in one transaction, or nothing.
 * @throws Error when the folder holds no whole backup, it is of another version, or there is data already
 */
export async function restoreBackup({ url, blobFolder, folder }: RestoreOptions): Promise<Manifest> {
  const manifest = await readManifest(folder);
  await assertWhole(folder, manifest);
  const client = new pg.Client({ connectionString: url, application_name: "tributary-restore" });
  await client.connect();
  try {
    await assertSameVersion(client, manifest);
    await copyBlobs(join(folder, "blobs"), blobFolder);
    await client.query("begin");
    await restoreRows(client, folder, manifest);
    await client.query("commit");
    await client.query("analyze");
    return manifest;
  } finally {
    await client.end();
  }
}

async function readManifest(folder: string): Promise<Manifest> {
  const text = await readFile(join(folder, manifestFile), "utf8").catch(() => undefined);
  if (text === undefined) throw new Error(`${folder} holds no whole backup: there is no ${manifestFile}.`);
  return manifestSchema.parse(JSON.parse(text));
}

async function assertWhole(folder: string, { tables }: Manifest): Promise<void> {
  for (const { name, sha256 } of tables) {
    const hash = createHash("sha256");
    await pipeline(createReadStream(join(folder, tableFile(name))), hash);
    if (hash.digest("hex") !== sha256)
      throw new Error(`${tableFile(name)} in ${folder} isn't what was backed up.`);
  }
}

async function assertSameVersion(client: pg.Client, manifest: Manifest): Promise<void> {
  const { rows } = await client.query<{ name: string }>("select name from kysely_migration order by name");
  const known = rows.map(({ name }) => name);
  if (known.join() === manifest.migrations.join()) return;
  throw new Error(
    `The backup's schema is ${manifest.migrations.at(-1)}, this release's is ${known.at(-1)}. Restore it with the release that made it, then upgrade.`,
  );
}

/**
 * The owner, too, is bound by row security, and COPY can't write under it: for this transaction, which nobody else sees
 * the middle of, the owner isn't.
 */
async function restoreRows(client: pg.Client, folder: string, manifest: Manifest): Promise<void> {
  const saved = new Map(manifest.tables.map((table) => [table.name, table]));
  const tables = await listTables(client);
  const secured = await readSecured(client);
  for (const name of secured) await client.query(`alter table ${name} no force row level security`);
  for (const { name } of tables) await assertEmpty(client, name);
  for (const { name } of tables) {
    const table = saved.get(name);
    if (!table) throw new Error(`The backup has no table ${name}: it was made by another release.`);
    const rows = client.query(copyFrom(`copy ${name} (${table.columns.join(", ")}) from stdin`));
    await pipeline(createReadStream(join(folder, tableFile(name))), rows);
  }
  await restoreSequences(client);
  for (const name of secured) await client.query(`alter table ${name} force row level security`);
}

async function readSecured(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(`
    select oid::regclass::text as name from pg_class
    where relnamespace = 'public'::regnamespace and relforcerowsecurity order by 1`);
  return rows.map(({ name }) => name);
}

async function assertEmpty(client: pg.Client, name: string): Promise<void> {
  // A start or a migration leaves these behind, which a backup replaces.
  if (["installation", "reconciler_reports", "workers"].includes(name))
    await client.query(`delete from ${name}`);
  const { rowCount } = await client.query(`select from ${name} limit 1`);
  if (rowCount) throw new Error(`The database has data already (${name}). Restore into an empty one.`);
}

/** The next number of each column that counts up, after the highest that was restored. */
async function restoreSequences(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ sequence: string; table: string; column: string }>(`
    select pg_get_serial_sequence(c.oid::regclass::text, a.attname) as sequence, c.oid::regclass::text as table,
      quote_ident(a.attname) as column
    from pg_class c join pg_attribute a on a.attrelid = c.oid
    where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and a.attidentity <> ''`);
  for (const { sequence, table, column } of rows) {
    await client.query(
      `select setval('${sequence}', coalesce((select max(${column}) from ${table}), 0) + 1, false)`,
    );
  }
}

async function copyBlobs(from: string, to: string): Promise<void> {
  const source = blobLayout(from);
  const target = blobLayout(to);
  const folders = await readdir(source.blobs).catch(() => []);
  for (const folder of folders) {
    await mkdir(join(target.blobs, folder), { recursive: true });
    for (const name of await readdir(join(source.blobs, folder)))
      await copyFile(source.blob(name), target.blob(name));
  }
}
