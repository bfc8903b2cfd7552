import { randomUUID } from "node:crypto";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { POST as create } from "#app/v1/connector/create_connector/[workspace_id]/route.ts";
import { POST as check } from "#app/v1/workspaces/[workspace_id]/connectors/check/route.ts";
import { createTestDatabase, type TestDatabase } from "#db/testing/database.ts";
import type { Context } from "#lib/context.ts";
import { env } from "#lib/env.ts";
import { services } from "#lib/services.ts";
import { openSite, page, type Site } from "#lib/sources/web/testing/site.ts";
import { createWorkspace, type TestWorkspace } from "#lib/testing/actors.ts";
import { type Call, call } from "#lib/testing/call.ts";
import { rowCounts } from "#lib/testing/row-counts.ts";
import { useServices } from "#lib/testing/services.ts";
import { checkConnector } from "./check.ts";
import { creationExamples } from "./examples.ts";
import { connectorTypes } from "./slots.ts";

let database: TestDatabase;
let admin: pg.Client;
let here: TestWorkspace;
let site: Site;

beforeAll(async () => {
  site = await openSite({ "/": page("Home", "/a") });
  site.pages.set("/inside/", (request) =>
    request.headers["x-key"] === "CANARY-key" ? page("Inside") : { status: 401 },
  );
  Object.assign(env(), { ALLOW_PRIVATE_HOSTS: [site.host] });
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
});

function webSlots(path = "/", more: object = {}) {
  return { url: `${site.origin}${path}`, extraction_type: "all", email: here.viewer.email, ...more };
}

const ask = (body: unknown, options: Omit<Call, "params" | "body"> = {}) =>
  call(check, {
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
    body: { name: "Site", ...body },
  });
  expect(answer.status, JSON.stringify(answer.body)).toBe(201);
  return answer.body.id;
}

const pathsOf = (answer: { body: { errors: { path: string }[] } }) =>
  answer.body.errors.map(({ path }) => path).toSorted();

describe("POST …/connectors/check", () => {
  it("tries a site that no connector has yet, and writes nothing", async () => {
    const before = await rowCounts(admin);
    const answer = await ask({ type: "web_scraper", slots: webSlots() });
    expect(answer).toMatchObject({ status: 200, body: { ok: true } });
    expect(answer.body.stages.map(({ stage }: { stage: string }) => stage)).toEqual([
      "reachable",
      "may_read",
      "sample",
    ]);
    expect(await rowCounts(admin)).toEqual(before);
  });

  it("names the stage that failed, and the field", async () => {
    const slots = webSlots("/inside/");
    expect((await ask({ type: "web_scraper", slots })).body).toEqual({
      ok: false,
      stages: [
        { stage: "reachable", ok: true, message: `${site.host} answers.` },
        { stage: "signed_in", ok: false, path: "credentials", message: expect.stringMatching(/sign-in/) },
      ],
    });
    const blocked = await ask({ type: "web_scraper", slots: { ...slots, url: "http://169.254.169.254/" } });
    expect(blocked.body).toMatchObject({ ok: false, stages: [{ stage: "reachable", path: "slots.url" }] });
  });

  it("uses credentials, and never shows them", async () => {
    const credentials = { headers: { "X-Key": "CANARY-key" } };
    const before = await rowCounts(admin);
    const signedIn = await ask({ type: "web_scraper", slots: webSlots("/inside/"), credentials });
    expect(signedIn.body).toMatchObject({ ok: true });
    expect(JSON.stringify(signedIn.body)).not.toContain("CANARY");
    for (const headers of [{ "x-key": "CANARY-\n" }, { "CANARY key": "x" }, { "x-key": "CANARY-ключ" }]) {
      const odd = await ask({ type: "web_scraper", slots: webSlots("/inside/"), credentials: { headers } });
      expect(odd).toMatchObject({ status: 200, body: { ok: false } });
      expect(JSON.stringify(odd.body)).not.toContain("CANARY");
    }
    expect(await rowCounts(admin)).toEqual(before);
  });

  it("uses an edited connector's own credentials, for their own address only", async () => {
    const credentials = { headers: { "X-Key": "CANARY-key" } };
    const slots = webSlots("/inside/");
    const id = await make({ type: "web_scraper", slots, credentials });
    const edit = { type: "web_scraper", slots: { ...slots, max_pages: 3 }, connector_id: id };
    expect((await ask(edit)).body).toMatchObject({ ok: true });
    for (const none of [null, {}]) {
      expect((await ask({ ...edit, credentials: none })).body).toMatchObject({ ok: false });
    }
    await using other = await openSite({ "/": page("Other") });
    const elsewhere = { ...edit, slots: { ...slots, url: other.origin } };
    const refused = await ask(elsewhere);
    expect(refused.status).toBe(400);
    expect(refused.body.errors).toEqual([
      {
        path: "credentials",
        message: `The stored credentials are for ${site.origin}: give them again to use them for ${other.origin}.`,
      },
    ]);
    expect(other.requests).toEqual([]);
    expect((await ask({ ...elsewhere, credentials: null })).status).toBe(200);
  });

  it("knows no connector of elsewhere, and none of another type", async () => {
    const id = await make({ type: "upload", slots: {} });
    const body = { type: "web_scraper", slots: webSlots(), connector_id: randomUUID() };
    expect((await ask(body)).status).toBe(404);
    expect(pathsOf(await ask({ ...body, connector_id: id }))).toEqual(["type"]);
    const foreign = await call(check, {
      params: { workspace_id: here.foreign.workspaceId },
      token: here.foreign.token,
      body: { type: "upload", slots: {}, connector_id: id },
    });
    expect(foreign.status).toBe(404);
  });

  it.each([
    [{}, ["slots", "type"]],
    [{ type: "fax", slots: {} }, ["type"]],
    [
      { type: "web_scraper", slots: { url: "x" }, credentials: "y", more: 1 },
      ["credentials", "more", "slots.email", "slots.extraction_type", "slots.url"],
    ],
    [{ type: "jira", slots: { base_url: "http://example.com" } }, ["slots.jql_query"]],
    [{ type: "upload", slots: {}, connector_id: "a b" }, ["connector_id"]],
    [
      {
        type: "web_scraper",
        slots: { url: "https://example.com", extraction_type: "all", email: "stranger@example.com" },
      },
      ["slots.email"],
    ],
  ])("names every wrong field of %j", async (body, paths) => {
    const answer = await ask(body);
    expect(answer.status).toBe(400);
    expect(pathsOf(answer)).toEqual(paths);
  });

  it.each(connectorTypes)("answers for %s, whether it is read yet or not", async (type) => {
    const { slots, credentials } = creationExamples[type] as { slots: object; credentials?: object };
    const asked = type === "web_scraper" ? webSlots() : slots;
    const { status, body } = await ask({ type, slots: asked, ...(credentials && { credentials }) });
    expect(status).toBe(200);
    expect(body.stages.length).toBeGreaterThan(0);
    expect(body.ok).toBe(body.stages.every(({ ok }: { ok: boolean }) => ok));
    for (const { message } of body.stages) expect(message).toMatch(/\w.*\.$/s);
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
    expect(await answer).toMatchObject({ status: 200, body: { ok: false } });
  });

  it("says when its time is over", async () => {
    site.pages.set("/never", { raw: () => {} });
    const ctx: Context = {
      ...services(),
      workspaceId: here.workspaceId,
      timeZone: "Etc/UTC",
      actor: { type: "system", name: "test" },
      role: "editor",
      requestId: "test",
    };
    const input = { type: "web_scraper" as const, slots: webSlots("/never") };
    const time = { signal: new AbortController().signal, limitMs: 200 };
    expect(await checkConnector(ctx, input, time)).toEqual({
      ok: false,
      stages: [{ stage: "reachable", ok: false, message: "The source didn't answer within 0.2 seconds." }],
    });
  });
});

it("keeps the doors' own words from being a connector's id", async () => {
  for (const id of ["check", "preview", "summary", "bulk", "new", ".", ".."]) {
    const answer = await call(create, {
      params: { workspace_id: here.workspaceId },
      token: here.editor.token,
      query: { scheduler_type: "imed" },
      body: { id, name: "Files", type: "upload", slots: {} },
    });
    expect(answer.status).toBe(400);
    expect(pathsOf(answer)).toEqual(["id"]);
  }
});
