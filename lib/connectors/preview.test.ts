import { createHash, randomUUID } from "node:crypto";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { POST as create } from "#app/v1/connector/create_connector/[workspace_id]/route.ts";
import { POST as preview } from "#app/v1/workspaces/[workspace_id]/connectors/preview/route.ts";
import { createTestDatabase, type TestDatabase } from "#db/testing/database.ts";
import type { Context } from "#lib/context.ts";
import { env } from "#lib/env.ts";
import { services } from "#lib/services.ts";
import { openSite, page, type Site } from "#lib/sources/web/testing/site.ts";
import { createWorkspace, type TestWorkspace } from "#lib/testing/actors.ts";
import { type Call, call } from "#lib/testing/call.ts";
import { rowCounts } from "#lib/testing/row-counts.ts";
import { useServices } from "#lib/testing/services.ts";
import { creationExamples } from "./examples.ts";
import { previewConnector } from "./preview.ts";
import { connectorTypes } from "./slots.ts";

let database: TestDatabase;
let admin: pg.Client;
let here: TestWorkspace;
let site: Site;
let dataDir: string;

beforeAll(async () => {
  site = await openSite({
    "/robots.txt": { body: "User-agent: *\nDisallow: /secret" },
    "/": page("Home", "/a", "/secret", "/gone", "/report.pdf"),
    "/a": page("A", "/b"),
    "/b": page("B"),
    "/report.pdf": {
      headers: { "content-type": "application/pdf", "content-length": "8" },
      body: "%PDF-1.4",
    },
  });
  dataDir = await mkdtemp(join(tmpdir(), "tributary-preview-"));
  Object.assign(env(), { ALLOW_PRIVATE_HOSTS: [site.host], DATA_DIR: dataDir });
  database = await createTestDatabase();
  await useServices(database);
  here = await createWorkspace(database);
  admin = new pg.Client({ connectionString: database.adminUrl });
  await admin.connect();
});
afterAll(async () => {
  await admin.end();
  await database[Symbol.asyncDispose]();
  await site[Symbol.asyncDispose]();
  await rm(dataDir, { recursive: true });
});

const webSlots = (path = "/") => ({
  url: site.origin + path,
  extraction_type: "all",
  email: here.viewer.email,
});

const ask = (body: unknown, options: Omit<Call, "params" | "body"> = {}) =>
  call(preview, {
    params: { workspace_id: here.workspaceId },
    token: here.editor.token,
    ...options,
    body,
  });

async function make(body: object): Promise<string> {
  const answer = await call(create, {
    params: { workspace_id: here.workspaceId },
    token: here.editor.token,
    query: { scheduler_type: "imed" },
    body: { name: "Source", ...body },
  });
  expect(answer.status, JSON.stringify(answer.body)).toBe(201);
  return answer.body.id;
}

const context = (): Context => ({
  ...services(),
  workspaceId: here.workspaceId,
  timeZone: "Etc/UTC",
  actor: { type: "system", name: "test" },
  role: "editor",
  requestId: "test",
});

describe("POST …/connectors/preview", () => {
  it("shows what would be taken and skipped of a site, and writes nothing", async () => {
    const before = await rowCounts(admin);
    const item = (path: string, more: object) => ({
      key: site.origin + path,
      title: site.origin + path,
      link: site.origin + path,
      ...more,
    });
    const { status, body } = await ask({ type: "web_scraper", slots: webSlots() });
    expect(status).toBe(200);
    expect(body).toEqual({
      items: expect.arrayContaining([
        item("/", { title: "Home", kind: "content", mime: "text/html", size_bytes: expect.any(Number) }),
        item("/secret", { kind: "skipped", reason: "robots.txt doesn't allow it" }),
        item("/gone", { kind: "skipped", reason: "the site answered 404" }),
        item("/report.pdf", { title: "report.pdf", kind: "content", mime: "application/pdf", size_bytes: 8 }),
        item("/b", { title: "B", kind: "content", mime: "text/html", size_bytes: expect.any(Number) }),
      ]),
      estimated_total: 4,
      resolved: `${site.origin}/*`,
      truncated: false,
      note: null,
    });
    expect(body.items).toHaveLength(6);
    expect(await rowCounts(admin)).toEqual(before);
    expect(await readdir(dataDir)).toEqual([]);
  });

  it("shows as many items as asked for", async () => {
    const { body } = await ask({ type: "web_scraper", slots: webSlots(), limit: 2 });
    expect(body.items).toHaveLength(2);
    expect(body).toMatchObject({ truncated: true, estimated_total: null });
  });

  it("says why there is nothing to show", async () => {
    const { status, body } = await ask({ type: "web_scraper", slots: webSlots("/secret") });
    expect(status).toBe(200);
    expect(body).toMatchObject({ items: [], note: expect.stringMatching(/robots\.txt doesn't allow/) });
  });

  it("reads with an edited connector's credentials, and shows none", async () => {
    site.pages.set("/members/", (request) =>
      request.headers["x-key"] === "CANARY-key" ? page("Members") : { status: 401 },
    );
    const slots = webSlots("/members/");
    const credentials = { headers: { "x-key": "CANARY-key" } };
    const id = await make({ type: "web_scraper", slots, credentials });
    const before = await rowCounts(admin);
    const { body } = await ask({ type: "web_scraper", slots, connector_id: id });
    expect(body.items).toMatchObject([{ title: "Members", kind: "content" }]);
    expect(JSON.stringify(body)).not.toContain("CANARY");
    expect((await ask({ type: "web_scraper", slots })).body).toMatchObject({
      items: [],
      note: expect.stringMatching(/sign-in/),
    });
    expect(await rowCounts(admin)).toEqual(before);
  });

  it("ends in time with what it has", async () => {
    site.pages.set("/cut/", page("Home", "never")).set("/cut/never", { raw: () => {} });
    const input = {
      type: "web_scraper" as const,
      slots: { ...webSlots("/cut/"), use_sitemap: false },
      limit: 20,
    };
    const signal = new AbortController().signal;
    expect(await previewConnector(context(), input, { signal, limitMs: 1000 })).toMatchObject({
      items: [{ title: "Home", kind: "content" }],
      truncated: true,
      note: "The preview ended after 1 seconds.",
    });
  });

  it("stops asking when the caller leaves", async () => {
    const asked = Promise.withResolvers<void>();
    const left = Promise.withResolvers<void>();
    site.pages.set("/slow", {
      raw: (_, response) => {
        response.on("close", () => left.resolve());
        asked.resolve();
      },
    });
    const leaving = new AbortController();
    const answer = ask({ type: "web_scraper", slots: webSlots("/slow") }, { signal: leaving.signal });
    await asked.promise;
    leaving.abort();
    await left.promise;
    expect(await answer).toMatchObject({ status: 200, body: { items: [], truncated: true } });
  });

  it.each(connectorTypes)("answers for %s, whether it is read yet or not", async (type) => {
    const { slots } = creationExamples[type] as { slots: object };
    const { status, body } = await ask({ type, slots: type === "web_scraper" ? webSlots() : slots });
    expect(status).toBe(200);
    expect(body.items.length > 0 || body.note !== null).toBe(true);
  });

  it.each([
    [{ type: "upload", slots: {}, limit: 0 }, ["limit"]],
    [{ type: "upload", slots: {}, limit: 51 }, ["limit"]],
    [{ type: "upload", slots: {}, limit: "9" }, ["limit"]],
    [
      { type: "web_scraper", slots: { url: "x", extraction_type: "all" }, limit: 1.5 },
      ["limit", "slots.email", "slots.url"],
    ],
  ])("names every wrong field of %j", async (body, paths) => {
    const answer = await ask(body);
    expect(answer.status).toBe(400);
    expect(answer.body.errors.map(({ path }: { path: string }) => path).toSorted()).toEqual(paths);
  });
});

describe("of an upload connector", () => {
  it("lists the files that it holds", async () => {
    const id = await make({ type: "upload", slots: {} });
    const body = { type: "upload", slots: {}, connector_id: id };
    expect((await ask(body)).body).toMatchObject({
      items: [],
      estimated_total: 0,
      note: expect.stringMatching(/No file/),
    });
    for (const [name, reason] of [["a.txt"], ["b.zip", "no text"], ["c.txt"]] as const) {
      await admin.query(
        `insert into uploads (workspace_id, connector_id, id, name, mime, size_bytes, blob_sha256, skip_reason)
         values ($1, $2, $3, $4, 'text/plain', 5, $5, $6)`,
        [here.workspaceId, id, randomUUID(), name, createHash("sha256").update(name).digest("hex"), reason],
      );
    }
    expect((await ask({ ...body, limit: 2 })).body).toEqual({
      items: [
        {
          key: expect.any(String),
          title: "a.txt",
          link: null,
          kind: "content",
          mime: "text/plain",
          size_bytes: 5,
        },
        {
          key: expect.any(String),
          title: "b.zip",
          link: null,
          kind: "skipped",
          reason: "no text",
          mime: "text/plain",
          size_bytes: 5,
        },
      ],
      estimated_total: 2,
      resolved: null,
      truncated: true,
      note: null,
    });
  });

  it("can't list what it doesn't hold yet", async () => {
    expect((await ask({ type: "upload", slots: {} })).body).toEqual({
      items: [],
      estimated_total: 0,
      resolved: null,
      truncated: false,
      note: "Files are uploaded once the connector exists.",
    });
  });
});
