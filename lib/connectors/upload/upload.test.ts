import { randomUUID } from "node:crypto";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { DELETE as deleteOne } from "#app/v1/workspaces/[workspace_id]/connectors/[connector_id]/files/[file_id]/route.ts";
import {
  POST as add,
  GET as list,
} from "#app/v1/workspaces/[workspace_id]/connectors/[connector_id]/files/route.ts";
import { env } from "#lib/env.ts";
import { zipOf } from "#lib/extract/testing/zip-of.ts";
import { openRunStage, type RunStage } from "#lib/runs/testing/stage.ts";
import { setServices } from "#lib/services.ts";
import { blobs } from "#lib/storage/process-blobs.ts";
import { createWorkspace, type TestWorkspace } from "#lib/testing/actors.ts";
import { call } from "#lib/testing/call.ts";
import { upload } from "./source.ts";

const fixtures = join(import.meta.dirname, "..", "..", "extract", "fixtures", "files");

let stage: RunStage;
let here: TestWorkspace;
let dataDir: string;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "upload-"));
  Object.assign(env(), { DATA_DIR: dataDir });
  stage = await openRunStage();
  stage.engine.blobs = blobs();
  stage.sources.set("upload", upload as never);
  setServices(stage.engine);
  here = await createWorkspace(stage.database);
});
afterAll(async () => {
  await stage[Symbol.asyncDispose]();
  await rm(dataDir, { recursive: true, force: true });
});

/** An upload connector in a collection. */
async function connector(): Promise<string> {
  const connectorId = `files-${randomUUID()}`;
  const { workspaceId } = here;
  const key = { workspace_id: workspaceId, connector_id: connectorId };
  await stage.admin
    .insertInto("connectors")
    .values({ workspace_id: workspaceId, id: connectorId, name: "Files", type: "upload", slots: "{}" })
    .execute();
  await stage.admin
    .insertInto("schedules")
    .values({ ...key, type: "imed", timezone: "Etc/UTC", state: "active" })
    .execute();
  await stage.associate({ workspaceId, connectorId } as Parameters<RunStage["associate"]>[0]);
  return connectorId;
}

const paramsOf = (connectorId: string) => ({ workspace_id: here.workspaceId, connector_id: connectorId });

async function send(connectorId: string, files: Record<string, Buffer | string>, query = "") {
  const form = new FormData();
  for (const [name, bytes] of Object.entries(files))
    form.append("file", new Blob([Buffer.from(bytes)]), name);
  const url = `http://127.0.0.1:3000/v1/workspaces/${here.workspaceId}/connectors/${connectorId}/files${query}`;
  const headers = { authorization: `Bearer ${here.editor.token}` };
  const request = new Request(url, { method: "POST", body: form, headers });
  const response = await add(request, { params: Promise.resolve(paramsOf(connectorId)) });
  expect(response.status).toBe(201);
}

/** Executes the run that waits, and answers its row. */
async function runNext() {
  const active = await stage.take();
  await stage.execute(active);
  return stage.runRow(active.claimed.runId);
}

async function filesOf(connectorId: string) {
  const token = here.viewer.token;
  const { body } = await call(list, { params: paramsOf(connectorId), token, query: { limit: 100 } });
  return body.items as { id: string; name: string; state: string; reason: string | null }[];
}

async function documentsOf(connectorId: string) {
  return stage.admin
    .selectFrom("documents")
    .select(["title", "text", "mime", "file_owner", "author", "metadata"])
    .where("connector_id", "=", connectorId)
    .where("removed_at", "is", null)
    .orderBy("title")
    .execute();
}

it("makes a document of each kind of file, with its owner, and fails hostile ones alone", async () => {
  const id = await connector();
  const office = ["lease.docx", "review.pptx", "accounts.xlsx", "letter.odt", "report.pdf"];
  const contents = await Promise.all(office.map((name) => readFile(join(fixtures, name))));
  await send(id, {
    ...Object.fromEntries(office.map((name, at) => [name, contents[at] ?? ""])),
    "notes.txt": "Plain words about barley.",
    "notes.md": "# Oats\n\nWords about *oats*.",
    "page.html": "<title>Rye</title><main><p>Words about rye.</p></main>",
    "prices.csv": "grain,price\nspelt,4\n",
    "stock.json": '{"millet": 12}',
    "locked.pdf": await readFile(join(fixtures, "locked.pdf")),
    "bomb.docx": zipOf([{ name: "word/document.xml", bytes: `<a>${" ".repeat(50_000_000)}</a>` }]),
    "laughs.docx": zipOf([
      {
        name: "word/document.xml",
        bytes: '<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]><x>&f;</x>',
      },
    ]),
  });
  const run = await runNext();
  expect(run).toMatchObject({ state: "partial", trigger: "upload", added: 10, skipped: 1, failed: 2 });
  const documents = await documentsOf(id);
  const found = Object.fromEntries(documents.map(({ title, text }) => [title, text]));
  const words: Record<string, string> = {
    "lease.docx": "payable in März",
    "review.pptx": "Überschuss",
    "accounts.xlsx": "| 2026-03-01 | 12 |",
    "letter.odt": "The wheel needs oil",
    "report.pdf": "The wheel turned on 300 days",
    "notes.txt": "barley",
    "notes.md": "*oats*",
    "page.html": "rye",
    "prices.csv": "| spelt | 4 |",
    "stock.json": "millet",
  };
  expect(Object.keys(found).sort()).toEqual(Object.keys(words).sort());
  for (const [name, word] of Object.entries(words)) expect(found[name]).toContain(word);
  expect(new Set(documents.map(({ file_owner }) => file_owner))).toEqual(new Set([here.editor.email]));
  expect(documents.find(({ title }) => title === "report.pdf")).toMatchObject({
    mime: "application/pdf",
    author: "Ada Lovelace",
    metadata: { pages: 2, title: "Report of the mill" },
  });
  const files = new Map((await filesOf(id)).map(({ name, state, reason }) => [name, { state, reason }]));
  expect(files.get("lease.docx")).toEqual({ state: "read", reason: null });
  expect(files.get("locked.pdf")).toEqual({ state: "skipped", reason: "It is password protected." });
  expect(files.get("bomb.docx")).toMatchObject({
    state: "failed",
    reason: expect.stringMatching(/zip bomb/),
  });

  await send(id, { "bomb.docx": "Now it is a plain text." }, "?replace=true");
  expect(await runNext()).toMatchObject({ added: 1, unchanged: 10, skipped: 1, failed: 1 });
  expect((await filesOf(id)).find(({ name }) => name === "bomb.docx")).toMatchObject({ state: "read" });
});

it("reads only what changed, and forgets what was deleted", async () => {
  const id = await connector();
  await send(id, { "a.txt": "one", "b.txt": "two" });
  expect(await runNext()).toMatchObject({ state: "succeeded", added: 2 });
  await send(id, { "a.txt": "one, changed" }, "?replace=true");
  expect(await runNext()).toMatchObject({ state: "succeeded", updated: 1, unchanged: 1, added: 0 });
  const b = (await filesOf(id)).find(({ name }) => name === "b.txt");
  const params = { ...paramsOf(id), file_id: b?.id ?? "" };
  expect((await call(deleteOne, { params, token: here.editor.token })).status).toBe(204);
  expect((await documentsOf(id)).map(({ title, text }) => `${title}: ${text}`)).toEqual([
    "a.txt: one, changed",
  ]);
});
