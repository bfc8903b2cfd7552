import { createHash, type Hash, randomUUID } from "node:crypto";
import { access, type FileHandle, mkdir, open, rename, rm, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { Readable } from "node:stream";
import { AppError } from "#lib/errors.ts";
import type { BlobStore } from "./blobs.ts";
import { type BlobLayout, blobLayout } from "./layout.ts";
import { shareInFlight } from "./share-in-flight.ts";

/**
 * Blobs as files of one folder, for any number of processes at once. A blob is written beside its place, synced,
 * renamed into it, and the folder is synced: after a power cut it is there whole or not at all.
 * @param root the folder; made when missing
 */
export function localBlobs(root: string): BlobStore {
  const layout = blobLayout(root);
  const folders = new Map<string, Promise<void>>();
  const syncFolder = shareInFlight(syncDirectory);

  async function place(temporary: string, sha256: string): Promise<void> {
    const target = layout.blob(sha256);
    await ready(folders, dirname(target));
    await rename(temporary, target);
    await syncFolder(dirname(target));
  }

  return {
    async put(bytes, { maxBytes = Number.POSITIVE_INFINITY } = {}) {
      if (bytes instanceof Uint8Array) {
        assertSize(bytes.byteLength, maxBytes);
        const sha256 = createHash("sha256").update(bytes).digest("hex");
        // Somebody else's rename may not be on the disk yet: the folder is synced for blobs that exist too.
        if (await exists(layout, sha256, bytes.byteLength)) await syncFolder(dirname(layout.blob(sha256)));
        else {
          const temporary = await writeTemporary(layout, folders, (file) => file.writeFile(bytes));
          await place(temporary, sha256);
        }
        return { sha256, sizeBytes: bytes.byteLength };
      }
      const hash = createHash("sha256");
      let sizeBytes = 0;
      const temporary = await writeTemporary(layout, folders, async (file) => {
        sizeBytes = await drain(bytes, file, hash, maxBytes);
      });
      const sha256 = hash.digest("hex");
      await place(temporary, sha256);
      return { sha256, sizeBytes };
    },

    async open(sha256, range) {
      const file = await open(await find(layout, sha256));
      return Readable.toWeb(file.createReadStream(range)) as ReadableStream<Uint8Array>;
    },

    path: (sha256) => find(layout, sha256),

    async delete(sha256) {
      await rm(layout.blob(sha256), { force: true });
      await rm(layout.trash(sha256), { force: true });
    },
  };
}

function assertSize(sizeBytes: number, maxBytes: number): void {
  if (sizeBytes <= maxBytes) return;
  throw new AppError("too_large", `It is larger than ${maxBytes} bytes, the most that is taken.`);
}

async function exists(layout: BlobLayout, sha256: string, sizeBytes: number): Promise<boolean> {
  const found = await stat(layout.blob(sha256)).catch(ignoreMissing);
  return found?.size === sizeBytes;
}

/** Where a blob is. One that the sweep set aside is put back: whoever asks for it has a row that names it. */
async function find(layout: BlobLayout, sha256: string): Promise<string> {
  const path = layout.blob(sha256);
  const present = await access(path).then(() => true, ignoreMissing);
  if (present) return path;
  const restored = await rename(layout.trash(sha256), path).then(() => true, ignoreMissing);
  // Neither: another reader put it back between the two looks, or it doesn't exist.
  if (!restored) await access(path);
  return path;
}

async function writeTemporary(
  layout: BlobLayout,
  folders: Map<string, Promise<void>>,
  write: (file: FileHandle) => Promise<void>,
): Promise<string> {
  const path = layout.temporary(randomUUID());
  await ready(folders, dirname(path));
  const file = await open(path, "wx", 0o600);
  try {
    await write(file);
    await file.datasync();
  } catch (error) {
    await rm(path, { force: true });
    throw error;
  } finally {
    await file.close();
  }
  return path;
}

async function drain(
  chunks: AsyncIterable<Uint8Array>,
  file: FileHandle,
  hash: Hash,
  maxBytes: number,
): Promise<number> {
  let sizeBytes = 0;
  for await (const chunk of chunks) {
    sizeBytes += chunk.byteLength;
    assertSize(sizeBytes, maxBytes);
    hash.update(chunk);
    await file.writeFile(chunk);
  }
  return sizeBytes;
}

/** Makes a folder durably, once a process. */
function ready(folders: Map<string, Promise<void>>, folder: string): Promise<void> {
  const known = folders.get(folder);
  if (known) return known;
  const made = makeFolder(folder);
  folders.set(folder, made);
  made.catch(() => folders.delete(folder));
  return made;
}

async function makeFolder(folder: string): Promise<void> {
  const first = await mkdir(folder, { recursive: true, mode: 0o700 });
  await syncDirectory(dirname(folder));
  if (first && first !== folder) await syncDirectory(dirname(first));
}

async function syncDirectory(folder: string): Promise<void> {
  const handle = await open(folder);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function ignoreMissing(error: NodeJS.ErrnoException): undefined {
  if (error.code !== "ENOENT") throw error;
}
