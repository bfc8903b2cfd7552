import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { JsonObject } from "#lib/connectors/source.ts";
import { openRunStage, type RunStage } from "#lib/runs/testing/stage.ts";
import { openReader, type Reader } from "#lib/sources/vendor/testing/reader.ts";
import { faults } from "#lib/sources/vendor/testing/vendor-server.ts";
import { openSource, slotsOf } from "./testing/open-source.ts";
import { type JiraStandIn, openJiraStandIn } from "./testing/stand-in.ts";

let stage: RunStage;
beforeAll(async () => {
  stage = await openRunStage();
});
afterAll(() => stage[Symbol.asyncDispose]());

const everythingToo = { include_attachments: true, search_children_issues: true, search_parent_issues: true };

describe.each(["cloud", "data_center"] as const)("Jira, %s", (deployment) => {
  let jira: JiraStandIn;
  let fetch: ReturnType<typeof openSource>["fetch"];
  let source: ReturnType<typeof openSource>["source"];

  beforeEach(async () => {
    jira = await openJiraStandIn(deployment);
    ({ source, fetch } = openSource(jira));
    return async () => {
      await fetch.close();
      await jira[Symbol.asyncDispose]();
    };
  });

  async function read(settings: JsonObject): Promise<Reader> {
    const { credentials } = jira;
    return openReader(stage, { source, slots: slotsOf(jira, settings), credentials });
  }

  it("takes children and parents of what is found, to the ends, each once, and nobody else", async () => {
    const { model } = jira;
    const top = model.add("Top", "The topmost.");
    const epic = model.add("Epic", "Between.", { parentId: top });
    const found = model.add("Found", "The found one.", { parentId: epic, labels: ["handbook"] });
    const below = Array.from({ length: 25 }, (_, at) =>
      model.add(`Task ${at}`, `Below ${at}.`, { parentId: found }),
    );
    const deep = model.add("Deep", "Deeper.", { parentId: below[24] });
    model.add("Other", "Not related.", { parentId: top });
    const plain = await read({ jql_query: "labels = handbook" });
    await plain.run();
    expect(Object.keys(await plain.documents())).toEqual([found]);
    const reader = await read({ jql_query: "labels = handbook", config: everythingToo });
    const run = await reader.run();
    expect(run, String(run.reason)).toMatchObject({ state: "succeeded", added: 29 });
    expect(Object.keys(await reader.documents()).sort()).toEqual([top, epic, found, ...below, deep].sort());
    model.change(below[0] ?? "", { parentId: null });
    expect(await reader.run()).toMatchObject({ state: "succeeded", deleted: 1, updated: 0 });
  });

  it("writes down what people said: description, every comment, fields by their names, links to relatives", async () => {
    const { model } = jira;
    const parent = model.add("Parent", "P.");
    const id = model.add("Printer on fire", "It burns.", {
      parentId: parent,
      labels: ["hot", "urgent"],
      custom: {
        customfield_1: { value: "ACME", child: { value: "Berlin" } },
        customfield_2: "0|i0000n:",
        customfield_3: "First line\nSecond line",
      },
    });
    for (const word of ["one", "two", "three", "four", "five"]) model.comment(id, "Bo", `Comment ${word}`);
    const reader = await read({ jql_query: "project = DOC" });
    await reader.run();
    const document = (await reader.documents())[id];
    expect(document?.title).toBe("DOC-2: Printer on fire");
    for (const said of [
      "It burns.",
      "- Status: In Progress",
      "- Reporter: Ana",
      "- Labels: hot, urgent",
      "- Parent: DOC-1: Parent",
      "- Customer: ACME / Berlin",
      "## Plan\n\nFirst line\nSecond line",
      "### Bo, 2026-01-02",
      ...["one", "two", "three", "four", "five"].map((word) => `Comment ${word}`),
    ]) {
      expect(document?.text).toContain(said);
    }
    expect(document?.text).not.toContain("0|i0000n");
  });

  it("reads attached files when asked, keeps their bytes, and says why it skips others", async () => {
    const { model } = jira;
    const id = model.add("With files", "Text.");
    const notes = model.attach(id, "notes.txt", "What the notes say.");
    const photo = model.attach(id, "photo.png", "png", "image/png");
    const reader = await read({ jql_query: "project = DOC", config: { include_attachments: true } });
    const run = await reader.run();
    expect(run).toMatchObject({ state: "succeeded", added: 2, skipped: 1 });
    expect(await stage.items(run.id)).toMatchObject({ [photo]: "skipped" });
    expect((await reader.documents())[notes]?.text).toContain("What the notes say.");
    jira.server.reset();
    expect(await reader.run()).toMatchObject({ state: "succeeded", added: 0, updated: 0, skipped: 1 });
    expect(jira.server.calls.filter(({ url }) => /attachment/.test(url.pathname))).toEqual([]);
    model.change(id, { files: [] });
    expect(await reader.run()).toMatchObject({ deleted: 1, updated: 0, unchanged: 1 });
  });

  it("tells in Jira's own words what is wrong with a query, and deletes nothing for it", async () => {
    jira.model.add("One", "Text.");
    const good = await read({ jql_query: "project = DOC" });
    await good.run();
    const bad = await read({ jql_query: "projct = DOC" });
    expect((await bad.check()).at(-1)).toEqual({
      stage: "may_read",
      ok: false,
      message: "Jira says: Field 'projct' does not exist or you do not have permission to view it.",
      path: "slots.jql_query",
    });
    const run = await bad.run();
    expect(run).toMatchObject({
      state: "failed",
      reason: expect.stringContaining("Jira says: Field 'projct'"),
    });
    const unbounded = await read({ jql_query: "ORDER BY created" });
    expect((await unbounded.check()).at(-1)?.message).toMatch(/Unbounded JQL queries are not allowed/);
  });

  it("halves what is asked for at once while answers are cut off", async () => {
    const ids = Array.from({ length: 8 }, (_, at) => jira.model.add(`Issue ${at}`, `Text ${at}.`));
    const isLong = ({ body, url }: { body: string; url: URL }) =>
      /bulkfetch|search/.test(url.pathname) &&
      body.includes("*all") &&
      ids.filter((id) => body.includes(id)).length > 2;
    jira.server.fail(isLong, { kind: "truncated" }, { times: Number.POSITIVE_INFINITY });
    const reader = await read({ jql_query: "project = DOC" });
    expect(await reader.run()).toMatchObject({ state: "succeeded", added: 8, failed: 0 });
  });

  it("deletes nothing when issues moved below its feet while they were listed", async () => {
    for (let at = 0; at < 25; at++) jira.model.add(`Issue ${at}`, `Text ${at}.`);
    const reader = await read({ jql_query: "project = DOC" });
    await reader.run();
    const first = [...jira.model.issues.keys()][0] ?? "";
    let isGone = false;
    jira.server.fail(({ body }) => {
      if (!isGone && /nextPageToken|"startAt":[1-9]/.test(body)) {
        jira.model.remove(first);
        isGone = true;
      }
      return false;
    }, faults.status(500));
    const run = await reader.run();
    expect(run).toMatchObject({ state: "succeeded", deleted: 0 });
    expect(Object.keys(await reader.documents())).toHaveLength(25);
    expect(await reader.run()).toMatchObject({ deleted: 1 });
  });
});
