import { execFile } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { mkdir, mkdtemp, readdir, readFile, rename, rm, stat, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { AppError } from "#lib/errors.ts";
import { blobLayout } from "./layout.ts";
import { localBlobs } from "./local-blobs.ts";

let root: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "blobs-"));
});
afterAll(() => rm(root, { recursive: true, force: true }));

const sha = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");
async function* chunks(bytes: Uint8Array, size: number) {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}
async function read(stream: ReadableStream<Uint8Array>): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const part of stream) parts.push(part);
  return Buffer.concat(parts);
}
const temporaries = () => readdir(blobLayout(root).temporaries);

describe("put", () => {
  it.each([0, 1, 15_000, 300_000])("keeps %i bytes from a buffer and from a stream", async (size) => {
    const store = localBlobs(root);
    const bytes = randomBytes(size);
    const ref = await store.put(bytes);
    expect(ref).toEqual({ sha256: sha(bytes), sizeBytes: size });
    expect(await store.put(chunks(bytes, 7_001))).toEqual(ref);
    expect(await read(await store.open(ref.sha256))).toEqual(bytes);
    expect(await readFile(await store.path(ref.sha256))).toEqual(bytes);
    expect(await temporaries()).toEqual([]);
  });

  it("doesn't write a blob that is there again", async () => {
    const store = localBlobs(root);
    const bytes = randomBytes(100);
    const path = await store.path((await store.put(bytes)).sha256);
    const before = await stat(path);
    await localBlobs(root).put(bytes);
    expect((await stat(path)).ino).toBe(before.ino);
  });

  it("mends a blob whose file lost bytes", async () => {
    const store = localBlobs(root);
    const bytes = randomBytes(100);
    const { sha256 } = await store.put(bytes);
    await truncate(await store.path(sha256), 10);
    await store.put(bytes);
    expect(await read(await store.open(sha256))).toEqual(bytes);
  });

  it("stops at maxBytes and leaves nothing", async () => {
    const store = localBlobs(root);
    const bytes = randomBytes(1001);
    let taken = 0;
    async function* endless() {
      for (;;) {
        taken += 100;
        yield randomBytes(100);
      }
    }
    for (const source of [bytes, endless()]) {
      const refused = store.put(source, { maxBytes: 1000 });
      await expect(refused).rejects.toThrow(AppError);
      await expect(refused).rejects.toMatchObject({ kind: "too_large" });
    }
    expect(taken).toBe(1100);
    expect(await temporaries()).toEqual([]);
    await expect(store.open(sha(bytes))).rejects.toMatchObject({ code: "ENOENT" });
    await expect(store.put(bytes, { maxBytes: 1001 })).resolves.toMatchObject({ sizeBytes: 1001 });
  });

  it("leaves nothing when the stream breaks", async () => {
    async function* broken() {
      yield randomBytes(100);
      throw new Error("connection reset");
    }
    await expect(localBlobs(root).put(broken())).rejects.toThrow("connection reset");
    expect(await temporaries()).toEqual([]);
  });

  it("agrees with itself in several processes at once", async () => {
    const target = join(root, "shared");
    const module = new URL("./local-blobs.ts", import.meta.url).href;
    const program = `
      const { localBlobs } = await import(${JSON.stringify(module)});
      const store = localBlobs(${JSON.stringify(target)});
      await Promise.all(Array.from({ length: 200 }, (_, i) => store.put(Buffer.alloc(5000, "blob " + (i % 50)))));`;
    const run = promisify(execFile);
    await Promise.all(
      Array.from({ length: 4 }, () => run(process.execPath, ["--input-type=module", "-e", program])),
    );
    const layout = blobLayout(target);
    const folders = await readdir(layout.blobs);
    const names = (await Promise.all(folders.map((name) => readdir(join(layout.blobs, name))))).flat();
    expect(names).toHaveLength(50);
    for (const name of names) expect(sha(await readFile(layout.blob(name)))).toBe(name);
    expect(await readdir(layout.temporaries)).toEqual([]);
  });
});

describe("reading", () => {
  it.each(["../../etc/passwd", "", "A".repeat(64), "a".repeat(63)])("takes %j for no name", async (name) => {
    await expect(localBlobs(root).open(name)).rejects.toThrow(TypeError);
  });

  it("finds a blob that was set aside, for several readers at once, and keeps it", async () => {
    const store = localBlobs(root);
    const bytes = randomBytes(50);
    const { sha256 } = await store.put(bytes);
    const layout = blobLayout(root);
    await mkdir(layout.trashes, { recursive: true });
    await rename(layout.blob(sha256), layout.trash(sha256));
    const all = await Promise.all([1, 2, 3, 4].map(async () => read(await store.open(sha256))));
    for (const one of all) expect(one).toEqual(bytes);
    expect(await readdir(layout.trashes)).toEqual([]);
  });

  it("deletes, wherever the blob is, and twice too", async () => {
    const store = localBlobs(root);
    const { sha256 } = await store.put(randomBytes(50));
    await store.delete(sha256);
    await store.delete(sha256);
    await expect(store.path(sha256)).rejects.toMatchObject({ code: "ENOENT" });
  });
});

it("passes on what the file system says, and leaves nothing", async () => {
  const file = join(root, "not-a-folder");
  await writeFile(file, "");
  await expect(localBlobs(file).put(randomBytes(1))).rejects.toMatchObject({ code: "ENOTDIR" });
});
