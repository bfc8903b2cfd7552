import { createHash } from "node:crypto";
import { createWriteStream } from "node:fs";
import { copyFile, mkdir, rename, stat, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import pg from "pg";
import { to as copyTo } from "pg-copy-streams";
import { blobLayout } from "#lib/storage/layout.ts";
import { type Manifest, manifestFile, tableFile } from "./manifest.ts";
import { type BackedUpTable, listTables } from "./tables.ts";

export type BackupOptions = {
  /** The database's owner, or a superuser. */
  url: string;
  blobFolder: string;
  /** Made when missing; blobs that an earlier backup left there aren't copied again. */
  folder: string;
};

/**
 * Writes all rows, as of one instant, and all original bytes into a folder, while the product runs.
 * @throws Error when the folder holds a backup already, or bytes are missing
 */
export async function writeBackup({ url, blobFolder, folder }: BackupOptions): Promise<Manifest> {
  await mkdir(join(folder, "tables"), { recursive: true });
  if (await exists(join(folder, manifestFile)))
    throw new Error(`${folder} holds a backup already. Name another folder.`);
  const client = new pg.Client({ connectionString: url, application_name: "tributary-backup" });
  await client.connect();
  try {
    const tables = await listTables(client);
    await client.query("begin isolation level repeatable read read only");
    await client.query("set local role tributary_backup");
    const written: Manifest["tables"] = [];
    for (const table of tables) written.push(await writeTable(client, table, folder));
    const named = await readBlobNames(client);
    const migrations = await readMigrations(client);
    await client.query("commit");
    await copyBlobs(blobFolder, join(folder, "blobs"), named);
    const manifest = {
      format: 1,
      made_at: new Date().toISOString(),
      migrations,
      tables: written,
      blobs: named.length,
    } as const;
    await writeWhole(join(folder, manifestFile), `${JSON.stringify(manifest, null, 2)}\n`);
    return manifest;
  } finally {
    await client.end();
  }
}

async function writeTable(client: pg.Client, table: BackedUpTable, folder: string) {
  const hash = createHash("sha256");
  const watch = new Transform({
    transform(chunk, _encoding, done) {
      hash.update(chunk);
      done(null, chunk);
    },
  });
  const rows = client.query(copyTo(`copy (select ${table.columns.join(", ")} from ${table.name}) to stdout`));
  await pipeline(rows, watch, createWriteStream(join(folder, tableFile(table.name))));
  return { ...table, rows: rows.rowCount ?? 0, sha256: hash.digest("hex") };
}

async function readBlobNames(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(`
    select distinct name from (
      select blob_sha256 as name from documents union all select blob_sha256 from uploads
    ) named where name is not null order by name`);
  return rows.map(({ name }) => name);
}

async function readMigrations(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>("select name from kysely_migration order by name");
  return rows.map(({ name }) => name);
}

/** A blob is never changed, so one that is there is whole; each appears under its name only when it is. */
async function copyBlobs(from: string, to: string, names: readonly string[]): Promise<void> {
  const source = blobLayout(from);
  const target = blobLayout(to);
  const missing: string[] = [];
  for (const name of names) {
    const path = target.blob(name);
    if (await exists(path)) continue;
    await mkdir(dirname(path), { recursive: true });
    const copied = await copyWhole(source.blob(name), path).catch(() =>
      copyWhole(source.trash(name), path).catch(() => "missing"),
    );
    if (copied === "missing") missing.push(name);
  }
  if (missing.length === 0) return;
  const some = missing.slice(0, 3).join(", ");
  throw new Error(
    `${missing.length} originals that the database names aren't in ${from} (${some} …). Nothing is lost by this backup, but it isn't whole: find out what took them, then make another.`,
  );
}

async function copyWhole(from: string, to: string): Promise<void> {
  await copyFile(from, `${to}.part`);
  await rename(`${to}.part`, to);
}

async function writeWhole(path: string, text: string): Promise<void> {
  await writeFile(`${path}.part`, text);
  await rename(`${path}.part`, path);
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
