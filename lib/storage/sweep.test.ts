import { createHash, randomBytes, randomUUID } from "node:crypto";
import { mkdtemp, readdir, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "#db/testing/database.ts";
import type { BlobStore } from "./blobs.ts";
import { blobLayout } from "./layout.ts";
import { localBlobs } from "./local-blobs.ts";
import { sweepBlobs } from "./sweep.ts";

const dayMs = 86_400_000;
const workspaceId = randomUUID();
let database: TestDatabase;
let admin: pg.Client;
let root: string;
let store: BlobStore;

beforeAll(async () => {
  database = await createTestDatabase();
  admin = new pg.Client({ connectionString: database.adminUrl });
  await admin.connect();
  await admin.query("insert into workspaces (id, name) values ($1, 'w')", [workspaceId]);
  await admin.query(
    "insert into connectors (workspace_id, id, name, type, slots) values ($1, 'c', 'c', 'upload', '{}')",
    [workspaceId],
  );
});
afterAll(async () => {
  await admin.end();
  await database[Symbol.asyncDispose]();
});
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "sweep-"));
  store = localBlobs(root);
  return () => rm(root, { recursive: true, force: true });
});

async function old(): Promise<string> {
  const { sha256 } = await store.put(randomBytes(20));
  const longAgo = new Date(Date.now() - 2 * dayMs);
  await utimes(await store.path(sha256), longAgo, longAgo);
  return sha256;
}

async function nameInUpload(sha256: string): Promise<void> {
  await admin.query(
    `insert into uploads (workspace_id, connector_id, id, name, mime, size_bytes, blob_sha256)
     values ($1, 'c', $2, $3, 'text/plain', 20, $4)`,
    [workspaceId, randomUUID(), sha256, sha256],
  );
}

async function nameInDocument(sha256: string): Promise<void> {
  const hash = createHash("sha256").update(sha256).digest();
  await admin.query(
    `insert into documents (workspace_id, id, connector_id, key, key_hash, title, text, mime, blob_sha256, content_hash)
     values ($1, $2, 'c', $3, $4, 't', 't', 'text/plain', $3, $4)`,
    [workspaceId, randomUUID(), sha256, hash],
  );
}

const sweep = (inMs = 0) => sweepBlobs(database.db, { root, now: new Date(Date.now() + inMs) });
const isStored = async (sha256: string) =>
  (await readdir(join(blobLayout(root).blobs, sha256.slice(0, 2))).catch(() => [] as string[])).includes(
    sha256,
  );
const isAside = async (sha256: string) =>
  (await readdir(blobLayout(root).trashes).catch(() => [] as string[])).includes(sha256);

describe("sweepBlobs", () => {
  it("does nothing in a store that doesn't exist yet", async () => {
    root = join(root, "none");
    expect(await sweep()).toEqual({ looked: 0, setAside: 0, deleted: 0, restored: 0, temporaries: 0 });
  });

  it("leaves what a document or an upload names, and what is young", async () => {
    const [inUpload, inDocument] = [await old(), await old()];
    await nameInUpload(inUpload);
    await nameInDocument(inDocument);
    const { sha256: young } = await store.put(randomBytes(20));
    expect(await sweep()).toMatchObject({ looked: 2, setAside: 0, deleted: 0 });
    for (const sha256 of [inUpload, inDocument, young]) expect(await isStored(sha256)).toBe(true);
  });

  it("sets aside what nothing names, and deletes it a grace time later only", async () => {
    const sha256 = await old();
    expect(await sweep()).toMatchObject({ setAside: 1, deleted: 0 });
    expect(await isAside(sha256)).toBe(true);
    expect(await sweep(dayMs - 60_000)).toMatchObject({ setAside: 0, deleted: 0 });
    expect(await sweep(dayMs + 60_000)).toMatchObject({ deleted: 1 });
    await expect(store.open(sha256)).rejects.toMatchObject({ code: "ENOENT" });
  });

  it("puts back what a row committed late names", async () => {
    const sha256 = await old();
    await sweep();
    await nameInDocument(sha256);
    expect(await sweep(dayMs + 60_000)).toMatchObject({ restored: 1, deleted: 0 });
    expect(await isStored(sha256)).toBe(true);
  });

  it("loses nothing when a reader or a writer comes after the first sweep", async () => {
    const [readAgain, storedAgain] = [await old(), randomBytes(20)];
    const { sha256 } = await store.put(storedAgain);
    const longAgo = new Date(Date.now() - 2 * dayMs);
    await utimes(await store.path(sha256), longAgo, longAgo);
    await sweep();
    await store.path(readAgain);
    await store.put(storedAgain);
    expect(await isStored(readAgain)).toBe(true);
    expect(await isStored(sha256)).toBe(true);
    // The reader's row and the writer's row commit at last.
    await nameInDocument(readAgain);
    await nameInUpload(sha256);
    await sweep(dayMs + 60_000);
    expect(await isStored(readAgain)).toBe(true);
    expect(await isStored(sha256)).toBe(true);
  });

  it("removes what dead writers left, not what a living one writes", async () => {
    await store.put(randomBytes(1));
    const layout = blobLayout(root);
    await writeFile(layout.temporary("dead"), "half");
    const longAgo = new Date(Date.now() - 2 * dayMs);
    await utimes(layout.temporary("dead"), longAgo, longAgo);
    await writeFile(layout.temporary("living"), "half");
    expect(await sweep()).toMatchObject({ temporaries: 1 });
    expect(await readdir(layout.temporaries)).toEqual(["living"]);
  });

  it("looks names up in pages, whatever the number, and two sweeps at once agree", async () => {
    const names = await Promise.all(Array.from({ length: 1_200 }, old));
    for (const name of names.slice(0, 100)) await nameInUpload(name);
    const reports = await Promise.all([sweep(), sweep()]);
    expect(reports[0].setAside + reports[1].setAside).toBe(1_100);
    expect(await sweep(dayMs + 60_000)).toMatchObject({ deleted: 1_100 });
    for (const sha256 of names.slice(0, 100)) expect(await isStored(sha256)).toBe(true);
  });
});
