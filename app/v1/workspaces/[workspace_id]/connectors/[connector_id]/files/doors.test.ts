import { createHash, randomBytes, randomUUID } from "node:crypto";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { withScope } from "#db/scope.ts";
import { createTestDatabase, type TestDatabase } from "#db/testing/database.ts";
import { env } from "#lib/env.ts";
import type { RouteHandler } from "#lib/http/route.ts";
import { keyHash } from "#lib/runs/document-row.ts";
import { blobs } from "#lib/storage/process-blobs.ts";
import { createWorkspace, type TestWorkspace } from "#lib/testing/actors.ts";
import { call } from "#lib/testing/call.ts";
import { useServices } from "#lib/testing/services.ts";
import { DELETE as deleteOne, GET as getOne, PUT as replaceOne } from "./[file_id]/route.ts";
import { POST as add, GET as list } from "./route.ts";

let database: TestDatabase;
let here: TestWorkspace;
let dataDir: string;
const maxBytes = 1_000_000;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "uploads-"));
  Object.assign(env(), { DATA_DIR: dataDir, UPLOAD_MAX_BYTES: maxBytes });
  database = await createTestDatabase();
  await useServices(database);
  here = await createWorkspace(database);
});
afterAll(async () => {
  await database[Symbol.asyncDispose]();
  await rm(dataDir, { recursive: true, force: true });
});

const inHere = <T>(work: Parameters<typeof withScope<T>>[2]) =>
  withScope(database.db, { workspaceId: here.workspaceId }, work);

/** An upload connector of the test's own. */
async function connector({ type = "upload", inCollection = false } = {}): Promise<string> {
  const id = `c-${randomUUID()}`;
  const ref = { workspace_id: here.workspaceId, connector_id: id };
  await inHere(async (trx) => {
    await trx
      .insertInto("connectors")
      .values({ workspace_id: here.workspaceId, id, name: id, type, slots: "{}" })
      .execute();
    await trx
      .insertInto("schedules")
      .values({ ...ref, type: "imed", timezone: "Etc/UTC", state: "active" })
      .execute();
    if (!inCollection) return;
    const collectionId = randomUUID();
    await trx
      .insertInto("collections")
      .values({ workspace_id: here.workspaceId, id: collectionId, name: collectionId })
      .execute();
    await trx
      .insertInto("connector_collections")
      .values({ ...ref, collection_id: collectionId })
      .execute();
  });
  return id;
}

type Part = { name: string; bytes: string | Uint8Array<ArrayBuffer>; type?: string };

function form(...parts: Part[]): FormData {
  const data = new FormData();
  for (const { name, bytes, type } of parts) data.append("file", new Blob([bytes], { type }), name);
  return data;
}

const paramsOf = (connectorId: string) => ({ workspace_id: here.workspaceId, connector_id: connectorId });
const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

async function post(
  connectorId: string,
  body: BodyInit | null,
  { query = "", headers = {} }: { query?: string; headers?: Record<string, string> } = {},
) {
  const url = `http://127.0.0.1:3000/v1/workspaces/${here.workspaceId}/connectors/${connectorId}/files${query}`;
  const init = {
    method: "POST",
    body,
    headers: { ...bearer(here.editor.token), ...headers },
    duplex: "half",
  };
  const response = await add(new Request(url, init), { params: Promise.resolve(paramsOf(connectorId)) });
  return { status: response.status, body: await response.json() };
}

async function put(
  connectorId: string,
  fileId: string,
  bytes: BodyInit,
  headers: Record<string, string> = {},
) {
  const url = `http://127.0.0.1:3000/v1/workspaces/${here.workspaceId}/connectors/${connectorId}/files/${fileId}`;
  const init = {
    method: "PUT",
    body: bytes,
    headers: { ...bearer(here.editor.token), ...headers },
    duplex: "half",
  };
  const params = { ...paramsOf(connectorId), file_id: fileId };
  const response = await replaceOne(new Request(url, init), { params: Promise.resolve(params) });
  return { status: response.status, headers: response.headers, body: await response.json() };
}

function as(handler: RouteHandler, connectorId: string, fileId?: string, headers?: Record<string, string>) {
  const params = { ...paramsOf(connectorId), ...(fileId === undefined ? {} : { file_id: fileId }) };
  return call(handler, { params, token: here.editor.token, headers });
}

const runsOf = (connectorId: string) =>
  inHere((trx) =>
    trx.selectFrom("runs").select(["trigger", "state"]).where("connector_id", "=", connectorId).execute(),
  );
const isRunWanted = async (connectorId: string) =>
  (
    await inHere((trx) =>
      trx
        .selectFrom("connectors")
        .select("run_wanted")
        .where("id", "=", connectorId)
        .executeTakeFirstOrThrow(),
    )
  ).run_wanted;
const sha = (bytes: string | Uint8Array) => createHash("sha256").update(bytes).digest("hex");
const temporaries = () => readdir(join(dataDir, "blobs", "tmp")).catch(() => []);

describe("POST files", () => {
  it("keeps several files, with their bytes, names and uploader", async () => {
    const id = await connector();
    const big = randomBytes(300_000);
    const answer = await post(
      id,
      form({ name: "a.txt", bytes: "hello", type: "text/plain" }, { name: "ä/relatório.bin", bytes: big }),
    );
    expect(answer.status).toBe(201);
    expect(answer.body.files).toMatchObject([
      { result: "added", name: "a.txt", file: { mime: "text/plain", size_bytes: 5, sha256: sha("hello") } },
      { result: "added", name: "ä/relatório.bin", file: { size_bytes: 300_000, sha256: sha(big) } },
    ]);
    expect(answer.body.files[0].file).toMatchObject({
      connector_id: id,
      state: "waiting",
      reason: null,
      document_id: null,
      uploaded_by: here.editor.email,
    });
    const chunks: Uint8Array[] = [];
    for await (const chunk of await blobs().open(sha(big))) chunks.push(chunk);
    expect(Buffer.concat(chunks).equals(big)).toBe(true);
  });

  it.each([
    "../../etc/passwd",
    "..\\..\\boot.ini",
    "/etc/cron.d/x",
    "a\u202e.txt",
    "con",
    ".",
    "..",
    "%2e%2e%2f",
  ])("takes the name %j as data", async (name) => {
    const id = await connector();
    const answer = await post(id, form({ name, bytes: "x" }));
    expect(answer.status).toBe(201);
    expect((await as(list, id)).body.items).toMatchObject([{ name }]);
  });

  it("answers 409 for a name that exists, and replaces it when asked, keeping its id", async () => {
    const id = await connector();
    const first = await post(id, form({ name: "a.txt", bytes: "one" }));
    const again = await post(id, form({ name: "a.txt", bytes: "two" }));
    expect(again.status).toBe(409);
    expect(again.body.errors).toMatchObject([{ path: "a.txt" }]);
    const replaced = await post(id, form({ name: "a.txt", bytes: "two" }), { query: "?replace=true" });
    expect(replaced.body.files).toMatchObject([{ result: "replaced", file: { sha256: sha("two") } }]);
    expect(replaced.body.files[0].file.id).toBe(first.body.files[0].file.id);
    const same = await post(id, form({ name: "a.txt", bytes: "two" }), { query: "?replace=true" });
    expect(same.body.files).toMatchObject([{ result: "unchanged" }]);
  });

  it("answers 207 when some are refused, and keeps the others", async () => {
    const id = await connector();
    const answer = await post(
      id,
      form(
        { name: "large.bin", bytes: randomBytes(maxBytes + 1) },
        { name: "exact.bin", bytes: randomBytes(maxBytes) },
        { name: "x".repeat(256), bytes: "x" },
        { name: "exact.bin", bytes: "twice" },
      ),
    );
    expect(answer.status).toBe(207);
    expect(answer.body.files).toMatchObject([
      { result: "refused", name: "large.bin", status: 413 },
      { result: "added", name: "exact.bin", file: { size_bytes: maxBytes } },
      { result: "refused", status: 400 },
      { result: "refused", name: "exact.bin", status: 409 },
    ]);
    expect((await as(list, id)).body.items).toHaveLength(1);
  });

  it("answers 413 for one file that is too large, and leaves no bytes behind", async () => {
    const id = await connector();
    const answer = await post(id, form({ name: "large.bin", bytes: randomBytes(maxBytes + 1) }));
    expect(answer).toMatchObject({ status: 413, body: { title: "Payload Too Large" } });
    expect(await temporaries()).toEqual([]);
  });

  it.each([
    ["JSON", "{}", { "content-type": "application/json" }, 415],
    ["no boundary", "x", { "content-type": "multipart/form-data" }, 415],
    ["an empty boundary", "x", { "content-type": "multipart/form-data; boundary=" }, 400],
    ["no part", "--b--\r\n", { "content-type": "multipart/form-data; boundary=b" }, 400],
    ["rubbish", "rubbish", { "content-type": "multipart/form-data; boundary=b" }, 400],
    [
      "a body cut short",
      '--b\r\nContent-Disposition: form-data; name="f"; filename="a"\r\n\r\nhalf a fi',
      { "content-type": "multipart/form-data; boundary=b" },
      400,
    ],
    [
      "a field",
      '--b\r\nContent-Disposition: form-data; name="replace"\r\n\r\ntrue\r\n--b--\r\n',
      { "content-type": "multipart/form-data; boundary=b" },
      400,
    ],
    [
      "a file without a name",
      '--b\r\nContent-Disposition: form-data; name="f"; filename=""\r\n\r\nx\r\n--b--\r\n',
      { "content-type": "multipart/form-data; boundary=b" },
      400,
    ],
  ])("refuses %s and keeps nothing", async (_, body, headers, status) => {
    const id = await connector({ inCollection: true });
    expect((await post(id, body, { headers })).status).toBe(status);
    expect((await as(list, id)).body.items).toEqual([]);
    expect(await runsOf(id)).toEqual([]);
    expect(await temporaries()).toEqual([]);
  });

  it("keeps nothing when the sender breaks off in the second file", async () => {
    const id = await connector();
    let sent = 0;
    const head = (name: string) =>
      Buffer.from(`--b\r\nContent-Disposition: form-data; name="f"; filename="${name}"\r\n\r\n`);
    const parts = [head("a"), Buffer.from("whole\r\n"), head("b"), randomBytes(100_000)];
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        const part = parts[sent++];
        if (part) controller.enqueue(part);
        else controller.error(new Error("socket hang up"));
      },
    });
    const answer = await post(id, body, { headers: { "content-type": "multipart/form-data; boundary=b" } });
    expect(answer.status).toBe(400);
    expect((await as(list, id)).body.items).toEqual([]);
    expect(await temporaries()).toEqual([]);
  });

  it("refuses an unknown connector, one of another type and a wrong query", async () => {
    const file = () => form({ name: "a", bytes: "x" });
    expect((await post("nowhere", file())).status).toBe(404);
    expect((await post(await connector({ type: "web_scraper" }), file())).status).toBe(409);
    expect((await post(await connector(), file(), { query: "?replace=yes" })).status).toBe(400);
    expect((await post(await connector(), file(), { query: "?overwrite=true" })).status).toBe(400);
  });

  it("starts a run when the connector is in a collection, and wants another while that one is active", async () => {
    const [alone, shared] = [await connector(), await connector({ inCollection: true })];
    await post(alone, form({ name: "a", bytes: "1" }));
    expect(await runsOf(alone)).toEqual([]);
    expect(await isRunWanted(alone)).toBe(false);
    await post(shared, form({ name: "a", bytes: "1" }));
    expect(await runsOf(shared)).toEqual([{ trigger: "upload", state: "queued" }]);
    expect(await isRunWanted(shared)).toBe(false);
    await post(shared, form({ name: "a", bytes: "1" }), { query: "?replace=true" });
    expect(await isRunWanted(shared)).toBe(false);
    await post(shared, form({ name: "b", bytes: "2" }));
    expect(await runsOf(shared)).toHaveLength(1);
    expect(await isRunWanted(shared)).toBe(true);
  });

  it("leaves one file when one name is uploaded eight times at once", async () => {
    const id = await connector({ inCollection: true });
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, i) => post(id, form({ name: "same.txt", bytes: `version ${i}` }))),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([201, ...Array(7).fill(409)]);
    expect(await runsOf(id)).toHaveLength(1);
  });

  it("writes who did what", async () => {
    const id = await connector();
    await post(id, form({ name: "a.txt", bytes: "one" }));
    await post(id, form({ name: "a.txt", bytes: "two" }), { query: "?replace=true" });
    const rows = await inHere((trx) =>
      trx
        .selectFrom("audit_log")
        .select(["action", "actor_id", "details"])
        .where("target_id", "=", id)
        .orderBy("id")
        .execute(),
    );
    expect(rows).toMatchObject([
      { action: "file.add", actor_id: here.editor.tokenId, details: { name: "a.txt", sha256: sha("one") } },
      { action: "file.replace", details: { name: "a.txt", sha256: sha("two") } },
    ]);
  });
});

describe("GET files", () => {
  it("lists by name in pages", async () => {
    const id = await connector();
    await post(id, form(...["c", "a", "b", "Ä"].map((name) => ({ name, bytes: name }))));
    const names: string[] = [];
    let cursor: string | null = null;
    do {
      const query: Record<string, string | number> = cursor === null ? { limit: 2 } : { limit: 2, cursor };
      const page = await call(list, { params: paramsOf(id), token: here.viewer.token, query });
      expect(page.status).toBe(200);
      names.push(...page.body.items.map((file: { name: string }) => file.name));
      cursor = page.body.next_cursor;
    } while (cursor !== null);
    expect(names.toSorted()).toEqual(["a", "b", "c", "Ä"].toSorted());
    expect(new Set(names).size).toBe(4);
  });

  it("tells what became of a file", async () => {
    const id = await connector();
    const { body } = await post(id, form({ name: "a", bytes: "read" }, { name: "b", bytes: "skipped" }));
    const [read, skipped] = body.files.map((result: { file: { id: string } }) => result.file.id);
    await storeDocument(id, read, sha("read"));
    await inHere((trx) =>
      trx.updateTable("uploads").set({ skip_reason: "No text." }).where("id", "=", skipped).execute(),
    );
    expect((await as(getOne, id, read)).body).toMatchObject({
      state: "read",
      document_id: expect.any(String),
    });
    expect((await as(getOne, id, skipped)).body).toMatchObject({ state: "skipped", reason: "No text." });
    const replaced = await put(id, read, "other");
    expect(replaced.body).toMatchObject({ state: "waiting", reason: null });
    expect((await put(id, skipped, "other")).body).toMatchObject({ state: "waiting", reason: null });
  });

  it.each([
    ["a uuid", randomUUID()],
    ["no uuid", "x'; drop table uploads"],
    ["capitals", "ABC"],
  ])("answers 404 for %s that isn't a file here", async (_, fileId) => {
    const id = await connector();
    for (const door of [getOne, deleteOne]) expect((await as(door, id, fileId)).status).toBe(404);
    expect((await put(id, fileId, "x")).status).toBe(404);
  });

  it("doesn't show another connector's file", async () => {
    const [one, other] = [await connector(), await connector()];
    const { body } = await post(one, form({ name: "a", bytes: "x" }));
    expect((await as(getOne, other, body.files[0].file.id)).status).toBe(404);
  });
});

async function storeDocument(connectorId: string, uploadId: string, sha256: string): Promise<void> {
  await inHere((trx) =>
    trx
      .insertInto("documents")
      .values({
        workspace_id: here.workspaceId,
        id: randomUUID(),
        connector_id: connectorId,
        key: uploadId,
        key_hash: keyHash(uploadId),
        title: "t",
        text: "t",
        mime: "text/plain",
        blob_sha256: sha256,
        content_hash: Buffer.alloc(32),
      })
      .execute(),
  );
}

describe("PUT and DELETE a file", () => {
  it("replaces bytes under If-Match, and the same bytes change nothing", async () => {
    const id = await connector({ inCollection: true });
    const { body } = await post(id, form({ name: "a.txt", bytes: "one" }));
    const fileId = body.files[0].file.id;
    const tag = (await as(getOne, id, fileId)).headers.get("etag") ?? "";
    const same = await put(id, fileId, "one", { "if-match": tag });
    expect(same.headers.get("etag")).toBe(tag);
    expect(await isRunWanted(id)).toBe(false);
    const other = await put(id, fileId, "two", { "if-match": tag, "content-type": "text/plain" });
    expect(other.body).toMatchObject({ id: fileId, name: "a.txt", mime: "text/plain", sha256: sha("two") });
    expect(await isRunWanted(id)).toBe(true);
    expect((await put(id, fileId, "three", { "if-match": tag })).status).toBe(412);
    expect((await put(id, fileId, new Uint8Array(maxBytes + 1))).status).toBe(413);
    expect((await put(id, fileId, form({ name: "a", bytes: "x" }))).status).toBe(415);
    expect((await as(getOne, id, fileId)).body.sha256).toBe(sha("two"));
  });

  it("keeps the file as it was when the sender goes away in the middle", async () => {
    const id = await connector({ inCollection: true });
    const { body } = await post(id, form({ name: "a.txt", bytes: "one" }));
    const fileId = body.files[0].file.id;
    const sent = new ReadableStream<Uint8Array>({
      pull(controller) {
        // As Node tells it.
        if (sentSome) controller.error(Object.assign(new Error("aborted"), { code: "ECONNRESET" }));
        else controller.enqueue(randomBytes(100_000));
        sentSome = true;
      },
    });
    let sentSome = false;
    expect((await put(id, fileId, sent)).status).toBe(400);
    expect((await as(getOne, id, fileId)).body.sha256).toBe(sha("one"));
    expect(await isRunWanted(id)).toBe(false);
    expect(await temporaries()).toEqual([]);
  });

  it("deletes the file and its document together, and has an active run followed", async () => {
    const id = await connector({ inCollection: true });
    const { body } = await post(id, form({ name: "a.txt", bytes: "one" }, { name: "b.txt", bytes: "two" }));
    const [a, b] = body.files.map((result: { file: { id: string } }) => result.file.id);
    await storeDocument(id, a, sha("one"));
    await storeDocument(id, b, sha("two"));
    expect((await as(deleteOne, id, a, { "if-match": '"0"' })).status).toBe(412);
    expect((await as(deleteOne, id, a)).status).toBe(204);
    expect((await as(getOne, id, a)).status).toBe(404);
    expect((await as(deleteOne, id, a)).status).toBe(404);
    const documents = await inHere((trx) =>
      trx
        .selectFrom("documents")
        .select(["key", "removed_at", "removed_reason"])
        .where("connector_id", "=", id)
        .execute(),
    );
    expect(documents).toHaveLength(2);
    expect(documents.find(({ key }) => key === a)).toMatchObject({
      removed_at: expect.any(Date),
      removed_reason: "Its file was deleted.",
    });
    expect(documents.find(({ key }) => key === b)).toMatchObject({ removed_at: null });
    expect(await isRunWanted(id)).toBe(true);
  });
});

describe("who may", () => {
  it.each([
    ["anonymous", () => undefined, 401, 401],
    ["a stranger", () => here.foreign.token, 403, 403],
    ["a viewer", () => here.viewer.token, 200, 403],
    ["an expired token", () => here.expiredToken, 401, 401],
    ["a revoked token", () => here.revokedToken, 401, 401],
  ])("%s", async (_, token, reading, writing) => {
    const id = await connector();
    const { body } = await post(id, form({ name: "a.txt", bytes: "one" }));
    const params = { ...paramsOf(id), file_id: body.files[0].file.id };
    expect((await call(list, { params, token: token() })).status).toBe(reading);
    expect((await call(getOne, { params, token: token() })).status).toBe(reading);
    for (const door of [add, replaceOne, deleteOne]) {
      expect((await call(door, { params, token: token() })).status).toBe(writing);
    }
    expect((await as(getOne, id, body.files[0].file.id)).status).toBe(200);
  });

  it("a cookie from another site", async () => {
    const id = await connector();
    const init = {
      method: "POST",
      body: form({ name: "a", bytes: "x" }),
      headers: { cookie: here.editor.cookie, "sec-fetch-site": "cross-site", origin: "https://evil.example" },
    };
    const url = `http://127.0.0.1:3000/v1/workspaces/${here.workspaceId}/connectors/${id}/files`;
    const response = await add(new Request(url, init), { params: Promise.resolve(paramsOf(id)) });
    expect(response.status).toBe(403);
  });
});
