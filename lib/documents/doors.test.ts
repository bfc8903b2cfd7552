import { randomUUID } from "node:crypto";
import { mkdtempSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { GET as getOriginal } from "#app/v1/workspaces/[workspace_id]/documents/[document_id]/original/route.ts";
import { GET as getOne } from "#app/v1/workspaces/[workspace_id]/documents/[document_id]/route.ts";
import { GET as getText } from "#app/v1/workspaces/[workspace_id]/documents/[document_id]/text/route.ts";
import { GET as list } from "#app/v1/workspaces/[workspace_id]/documents/route.ts";
import { createTestDatabase, type TestDatabase } from "#db/testing/database.ts";
import { env } from "#lib/env.ts";
import type { RouteHandler } from "#lib/http/route.ts";
import { blobs } from "#lib/storage/process-blobs.ts";
import { createWorkspace, type TestWorkspace } from "#lib/testing/actors.ts";
import { call, send } from "#lib/testing/call.ts";
import { useServices } from "#lib/testing/services.ts";
import { addConnector, addDocuments, type NewDocument } from "./testing/seed.ts";

const dataDir = mkdtempSync(join(tmpdir(), "tributary-documents-"));
let database: TestDatabase;
let here: TestWorkspace;

beforeAll(async () => {
  Object.assign(env(), { DATA_DIR: dataDir });
  database = await createTestDatabase();
  await useServices(database);
  here = await createWorkspace(database);
});
afterAll(async () => {
  await database[Symbol.asyncDispose]();
  await rm(dataDir, { recursive: true, force: true });
});

const place = (workspace = here) => ({ database, workspaceId: workspace.workspaceId });

function ask(
  door: RouteHandler,
  id: string,
  headers: Record<string, string> = {},
  token = here.viewer.token,
) {
  return send(door, { params: { workspace_id: here.workspaceId, document_id: id }, headers, token });
}

async function add(document: NewDocument): Promise<string> {
  const [id = ""] = await addDocuments(place(), await addConnector(place(), randomUUID()), [document]);
  return id;
}

describe("the list", () => {
  let there: TestWorkspace;
  const [docs, all] = [randomUUID(), randomUUID()];
  const titles = async (query: Record<string, string>) => {
    const { status, body } = await call(list, {
      params: { workspace_id: there.workspaceId },
      query,
      token: there.viewer.token,
    });
    expect(status, JSON.stringify(body)).toBe(200);
    return body.items.map(({ title }: { title: string }) => title);
  };

  beforeAll(async () => {
    there = await createWorkspace(database);
    await addConnector(place(there), "site", [docs, all]);
    await addConnector(place(there), "files", [all]);
    const at = (day: number) => ({ updated_at: new Date(Date.UTC(2026, 10, day)) });
    await addDocuments(place(there), "site", [
      { title: "Backup 100%", ...at(1), file_owner: "Ada@Example.com" },
      { title: "Restore", ...at(5) },
      { title: "Old", ...at(4), removed_at: new Date() },
    ]);
    await addDocuments(place(there), "files", [
      { title: "Contract", ...at(3), mime: "application/pdf" },
      { title: "backup plan", ...at(2) },
    ]);
  });

  it.each([
    [{}, ["Restore", "Contract", "backup plan", "Backup 100%"]],
    [{ connector_id: "site" }, ["Restore", "Backup 100%"]],
    [{ connector_id: "nobody" }, []],
    [{ collection_id: all }, ["Restore", "Contract", "backup plan", "Backup 100%"]],
    [{ collection_id: docs }, ["Restore", "Backup 100%"]],
    [{ collection_id: randomUUID() }, []],
    [{ collection_id: docs, connector_id: "files" }, []],
    [{ q: "BACKUP" }, ["backup plan", "Backup 100%"]],
    [{ q: "%" }, ["Backup 100%"]],
    [{ file_owner: "ada@example.COM" }, ["Backup 100%"]],
    [{ mime: "application/pdf" }, ["Contract"]],
    [{ updated_since: "2026-11-03" }, ["Restore", "Contract"]],
    [{ updated_since: "2026-11-03T00:00:01Z" }, ["Restore"]],
    [{ removed: "true" }, ["Old"]],
    [{ removed: "true", collection_id: docs }, ["Old"]],
    [{ removed: "false", limit: "1" }, ["Restore"]],
  ])("filters by %j", async (query, expected) => {
    expect(await titles(query as unknown as Record<string, string>)).toEqual(expected);
  });

  it("pages through a thousand documents of one moment, each once", async () => {
    const many = await createWorkspace(database);
    await addConnector(place(many), "many", [docs]);
    const updated_at = "2026-11-24 12:00:00.123457Z";
    const documents = Array.from({ length: 1000 }, (_, at) => ({ title: `${at}`, updated_at }));
    const ids = await addDocuments(place(many), "many", documents);
    for (const filter of [{}, { collection_id: docs } as Record<string, string>]) {
      const seen: string[] = [];
      let cursor: string | null = null;
      do {
        const query: Record<string, string | number> = { limit: 150, ...filter, ...(cursor && { cursor }) };
        const { body } = await call(list, {
          params: { workspace_id: many.workspaceId },
          query,
          token: many.viewer.token,
        });
        seen.push(...body.items.map(({ id }: { id: string }) => id));
        cursor = body.next_cursor;
      } while (cursor);
      expect(seen).toEqual(ids.toSorted().reverse());
    }
  });

  it.each([
    ["removed", "maybe"],
    ["updated_since", "yesterday"],
    ["collection_id", "x"],
    ["limit", "1000"],
    ["cursor", "x"],
    ["colour", "red"],
  ])("refuses %s=%s", async (name, value) => {
    const { status, body } = await call(list, {
      params: { workspace_id: here.workspaceId },
      query: { [name]: value },
      token: here.viewer.token,
    });
    expect(status).toBe(400);
    expect(body.errors).toMatchObject([{ path: name }]);
  });
});

describe("one document", () => {
  it("shows what is known of it, where it is found, and not its text", async () => {
    const [a, b] = [randomUUID(), randomUUID()];
    await addConnector(place(), "guide", [a, b]);
    const [id = ""] = await addDocuments(place(), "guide", [
      { title: "Guide", text: "SECRET TEXT", link: "https://example.com/", metadata: '{"words": 3}' },
    ]);
    const response = await ask(getOne, id);
    const body = await response.json();
    expect(response.status).toBe(200);
    expect(body).toMatchObject({
      id,
      connector_id: "guide",
      connector_name: "The guide",
      title: "Guide",
      link: "https://example.com/",
      has_original: false,
      sha256: null,
      metadata: { words: 3 },
      removed_at: null,
    });
    expect(body.collection_ids.toSorted()).toEqual([a, b].toSorted());
    expect(JSON.stringify(body)).not.toContain("SECRET");
  });

  it("gives its text as Markdown that a browser won't run, and tells when it is known", async () => {
    const text = "# Höhe\n<script>alert(1)</script>";
    const id = await add({ title: "Text", text });
    const response = await ask(getText, id);
    expect(await response.text()).toBe(text);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      "content-type": "text/markdown; charset=utf-8",
      "content-security-policy": "sandbox; default-src 'none'",
      "x-content-type-options": "nosniff",
      etag: expect.stringMatching(/^"[0-9a-f]{64}"$/),
    });
    const again = await ask(getText, id, { "if-none-match": response.headers.get("etag") ?? "" });
    expect([again.status, await again.text()]).toEqual([304, ""]);
  });

  it("is the same 404 when it is foreign, missing or impossible", async () => {
    const id = await add({ title: "Mine" });
    for (const door of [getOne, getText, getOriginal]) {
      const params = { workspace_id: here.foreign.workspaceId, document_id: id };
      const foreign = await call(door, { params, token: here.foreign.token });
      const missing = await ask(door, randomUUID());
      expect([foreign.status, missing.status]).toEqual([404, 404]);
      expect((await ask(door, "no-uuid")).status).toBe(404);
    }
  });
});

describe("the original", () => {
  const bytes = Buffer.from("<html>0123456789</html>");

  async function keep(document: Partial<NewDocument> = {}): Promise<{ id: string; sha256: string }> {
    const { sha256, sizeBytes } = await blobs().put(bytes);
    const id = await add({
      title: "Page",
      mime: "text/html",
      blob_sha256: sha256,
      size_bytes: sizeBytes,
      ...document,
    });
    return { id, sha256 };
  }

  it("is an attachment that can't run", async () => {
    const { id, sha256 } = await keep({ title: "../Übersicht\r\nX: y" });
    const response = await ask(getOriginal, id);
    expect(response.status).toBe(200);
    expect(Buffer.from(await response.arrayBuffer())).toEqual(bytes);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      "content-type": "text/html",
      "content-length": String(bytes.length),
      "content-security-policy": "sandbox; default-src 'none'",
      "x-content-type-options": "nosniff",
      "content-disposition": `attachment; filename="_bersicht X y.html"; filename*=UTF-8''%C3%9Cbersicht%20X%20y.html`,
      etag: `"${sha256}"`,
    });
    expect((await (await ask(getOne, id)).json()).sha256).toBe(sha256);
  });

  it.each([
    ["text/html\r\nx: y", "application/octet-stream"],
    ["text/html; charset=x", "application/octet-stream"],
    ["", "application/octet-stream"],
    ["image/svg+xml", "image/svg+xml"],
  ])("of the type %j is sent as %s", async (mime, type) => {
    const { id } = await keep({ mime });
    const response = await ask(getOriginal, id);
    expect(response.headers.get("content-type")).toBe(type);
    await response.body?.cancel();
  });

  it.each([
    [{ range: "bytes=6-9" }, 206, "0123", "bytes 6-9/23"],
    [{ range: "bytes=-7" }, 206, "</html>", "bytes 16-22/23"],
    [{ range: "bytes=90-99" }, 200, bytes.toString(), null],
    [{ range: "bytes=6-9", "if-range": '"other"' }, 200, bytes.toString(), null],
  ])("answers %o", async (headers, status, text, range) => {
    const { id } = await keep();
    const response = await ask(getOriginal, id, headers as Record<string, string>);
    expect(response.status).toBe(status);
    expect(response.headers.get("content-range")).toBe(range);
    expect(response.headers.get("content-length")).toBe(String(text.length));
    expect(await response.text()).toBe(text);
  });

  it("isn't sent again to who has it, and is a 404 when nothing was kept", async () => {
    const { id, sha256 } = await keep();
    expect((await ask(getOriginal, id, { "if-none-match": `W/"x", "${sha256}"` })).status).toBe(304);
    const none = await ask(getOriginal, await add({ title: "Only text" }));
    expect(none.status).toBe(404);
    expect((await none.json()).detail).toContain("weren't kept");
  });
});
