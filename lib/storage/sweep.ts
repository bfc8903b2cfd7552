import { mkdir, opendir, rename, rm, stat, utimes } from "node:fs/promises";
import { join } from "node:path";
import type { Db } from "#db/client.ts";
import { withScope } from "#db/scope.ts";
import { blobLayout, isDigest } from "./layout.ts";

export type SweepReport = {
  looked: number;
  /** Blobs that no row names any more: set aside, still readable. */
  setAside: number;
  /** Blobs set aside a grace time ago, and deleted now. */
  deleted: number;
  /** Blobs set aside that a row names again. */
  restored: number;
  /** Left-overs of writers that died. */
  temporaries: number;
};

export type SweepOptions = {
  root: string;
  now: Date;
  /** How long nothing is done to a new, set-aside or half-written file; longer than any run's batch takes. */
  graceMs?: number;
  signal?: AbortSignal;
};

const dayMs = 24 * 60 * 60 * 1000;
const pageSize = 1000;

/**
 * Deletes blobs that no document and no upload names, in two sweeps a grace time apart: the first sets them aside,
 * where the store still finds them (and puts them back), the second deletes what is still unnamed.
 *
 * So no lock is needed. A writer that stored, or skipped storing, bytes whose row isn't committed yet has a grace
 * time to commit; whoever copies a name from one row to another likewise. A blob stored anew while its old file
 * is set aside is a file of its own. Two sweeps at once only find less to do.
 *
 * Memory is bounded: folders are read as streams, names are looked up a thousand at a time.
 */
export async function sweepBlobs(db: Db, options: SweepOptions): Promise<SweepReport> {
  const { root, now, graceMs = dayMs, signal } = options;
  const layout = blobLayout(root);
  const before = now.getTime() - graceMs;
  const report: SweepReport = { looked: 0, setAside: 0, deleted: 0, restored: 0, temporaries: 0 };

  // What is set aside goes first: nothing may be set aside and deleted by one sweep.
  for await (const names of oldFiles(layout.trashes, before, signal)) {
    const named = await namedBlobs(db, names.filter(isDigest));
    for (const name of names.filter(isDigest)) {
      if (named.has(name)) {
        await rename(layout.trash(name), layout.blob(name)).catch(ignoreMissing);
        report.restored += 1;
      } else {
        await rm(layout.trash(name), { force: true });
        report.deleted += 1;
      }
    }
  }
  await mkdir(layout.trashes, { recursive: true, mode: 0o700 });
  for await (const folder of entries(layout.blobs)) {
    for await (const files of oldFiles(join(layout.blobs, folder), before, signal)) {
      const names = files.filter(isDigest);
      const named = await namedBlobs(db, names);
      report.looked += names.length;
      for (const name of names.filter((name) => !named.has(name))) {
        if (await setAside(layout.blob(name), layout.trash(name), now)) report.setAside += 1;
      }
    }
  }
  for await (const names of oldFiles(layout.temporaries, before, signal)) {
    for (const name of names) await rm(layout.temporary(name), { force: true });
    report.temporaries += names.length;
  }
  return report;
}

/** The names among `names` that a row of any workspace holds. */
async function namedBlobs(db: Db, names: string[]): Promise<Set<string>> {
  if (names.length === 0) return new Set();
  const rows = await withScope(db, { system: true }, (trx) =>
    trx
      .selectFrom("documents")
      .select("blob_sha256")
      .where("blob_sha256", "in", names)
      .union(trx.selectFrom("uploads").select("blob_sha256").where("blob_sha256", "in", names))
      .execute(),
  );
  return new Set(rows.map((row) => row.blob_sha256).filter((name) => name !== null));
}

/** @returns false when another sweep, or a deletion, was first */
async function setAside(from: string, to: string, now: Date): Promise<boolean> {
  try {
    await utimes(from, now, now);
    await rename(from, to);
    return true;
  } catch (error) {
    ignoreMissing(error as NodeJS.ErrnoException);
    return false;
  }
}

/** Names of the files of a folder that were last written before an instant, in pages. */
async function* oldFiles(folder: string, before: number, signal?: AbortSignal): AsyncGenerator<string[]> {
  let page: string[] = [];
  for await (const name of entries(folder)) {
    signal?.throwIfAborted();
    const found = await stat(join(folder, name)).catch(ignoreMissing);
    if (!found || found.mtimeMs >= before) continue;
    page.push(name);
    if (page.length < pageSize) continue;
    yield page;
    page = [];
  }
  if (page.length > 0) yield page;
}

async function* entries(folder: string): AsyncGenerator<string> {
  const names = await opendir(folder).catch(ignoreMissing);
  if (!names) return;
  for await (const entry of names) yield entry.name;
}

function ignoreMissing(error: NodeJS.ErrnoException): undefined {
  if (error.code !== "ENOENT") throw error;
}
