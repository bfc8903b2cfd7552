import { mkdtempSync } from "node:fs";
import { readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "#db/testing/database.ts";
import { text } from "#lib/runs/testing/list-source.ts";
import { openRunStage, type RunStage } from "#lib/runs/testing/stage.ts";
import { localBlobs } from "#lib/storage/local-blobs.ts";
import { createWorkspace } from "#lib/testing/actors.ts";
import { restoreBackup } from "./restore.ts";
import { listTables } from "./tables.ts";
import { writeBackup } from "./write.ts";

let stage: RunStage;
const root = mkdtempSync(join(tmpdir(), "tributary-backup-"));
const blobFolder = join(root, "blobs");
const folder = join(root, "backup");

beforeAll(async () => {
  stage = await openRunStage();
  await createWorkspace(stage.database);
  stage.engine.blobs = localBlobs(blobFolder);
  const original = await stage.engine.blobs.put(Buffer.from("The bytes that were read."));
  const withOriginal = text("b", "Tabs\tand \\ and ünïcödé, and\nlines");
  if (withOriginal.kind === "content") withOriginal.content.original = original;
  const connector = await stage.addConnector({ batches: [[text("a"), withOriginal]] });
  await stage.associate(connector);
  await stage.run(connector);
  await stage.queue(connector);
});
afterAll(async () => {
  await stage[Symbol.asyncDispose]();
  await rm(root, { recursive: true, force: true });
});

/** Every row of every table as text, sorted. */
async function contents(adminUrl: string): Promise<Record<string, string[]>> {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  try {
    const found: Record<string, string[]> = {};
    for (const { name } of await listTables(client)) {
      const { rows } = await client.query<{ row: string }>(`select t::text as row from ${name} t order by 1`);
      found[name] = rows.map(({ row }) => row);
    }
    return found;
  } finally {
    await client.end();
  }
}

async function blobsOf(path: string): Promise<Record<string, string>> {
  const files = await readdir(join(path, "sha256"), { recursive: true, withFileTypes: true });
  const whole = files.filter((file) => file.isFile());
  const pairs = whole.map(async (file) => [
    file.name,
    await readFile(join(file.parentPath, file.name), "utf8"),
  ]);
  return Object.fromEntries(await Promise.all(pairs));
}

async function restoredInto(database: TestDatabase, name: string): Promise<string> {
  const blobs = join(root, name);
  await restoreBackup({ url: database.url, blobFolder: blobs, folder });
  return blobs;
}

describe("a backup", () => {
  it("brings back every row and every original, and what is written next goes on from there", async () => {
    const { tables, blobs } = await writeBackup({ url: stage.database.url, blobFolder, folder });
    const rowsOf = Object.fromEntries(tables.map(({ name, rows }) => [name, rows]));
    expect(rowsOf).toMatchObject({ documents: 2, runs: 2, "pgboss.job": 1, api_tokens: 7 });
    expect(blobs).toBe(1);
    await using database = await createTestDatabase();
    const restored = await restoredInto(database, "restored");
    expect(await contents(database.adminUrl)).toEqual(await contents(stage.database.adminUrl));
    expect(await blobsOf(restored)).toEqual(await blobsOf(blobFolder));
    expect(Object.values(await blobsOf(restored))).toEqual(["The bytes that were read."]);
  });

  it("leaves the second lock closed", async () => {
    await using database = await createTestDatabase();
    await restoredInto(database, "locked");
    const open = (await database.db.selectFrom("documents").select("id").execute()).length;
    expect(open).toBe(0);
  });

  it("isn't mixed with other data", async () => {
    const again = restoreBackup({ url: stage.database.url, blobFolder: join(root, "mixed"), folder });
    await expect(again).rejects.toThrow(/has data already/);
    await expect(writeBackup({ url: stage.database.url, blobFolder, folder })).rejects.toThrow(
      /a backup already/,
    );
  });

  it("isn't restored when a byte of it is another", async () => {
    const file = join(folder, "tables", "documents.copy");
    const whole = await readFile(file);
    await writeFile(file, Buffer.concat([whole.subarray(0, -1), Buffer.from("x")]));
    await using database = await createTestDatabase();
    await expect(restoredInto(database, "broken")).rejects.toThrow(
      /documents\.copy .* isn't what was backed up/,
    );
    expect((await contents(database.adminUrl)).workspaces).toEqual([]);
    await writeFile(file, whole);
  });

  it("says so when originals are missing", async () => {
    const elsewhere = {
      url: stage.database.url,
      blobFolder: join(root, "nowhere"),
      folder: join(root, "partial"),
    };
    await expect(writeBackup(elsewhere)).rejects.toThrow(/1 originals .* aren't in/);
    await expect(restoreBackup({ ...elsewhere })).rejects.toThrow(/no whole backup/);
  });
});
