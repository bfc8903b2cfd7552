import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { GET as explain } from "#app/v1/workspaces/[workspace_id]/explain/route.ts";
import type { ConnectorType } from "#lib/connectors/slots.ts";
import type { JsonObject, SourceItem } from "#lib/connectors/source.ts";
import { failed, gone, skipped, text } from "#lib/runs/testing/list-source.ts";
import { type Connector, openRunStage, type RunStage } from "#lib/runs/testing/stage.ts";
import { setServices } from "#lib/services.ts";
import { createWorkspace, type TestWorkspace } from "#lib/testing/actors.ts";
import { call } from "#lib/testing/call.ts";
import { candidatesOf } from "./candidates.ts";
import { type OutOfScope, outOfScope } from "./scope.ts";

const web = (more: JsonObject = {}): JsonObject => ({
  url: "https://docs.example.com/guide/",
  extraction_type: "all",
  email: "ada@example.com",
  ...more,
});

describe("what settings leave out", () => {
  const atlassian = { base_url: "https://acme.atlassian.net" };
  const microsoft = { urls: ["https://acme.sharepoint.com/sites/hr"] };
  const cases: [ConnectorType, JsonObject, string, OutOfScope["reason"] | undefined, string?][] = [
    ["web_scraper", web(), "https://docs.example.com/guide/start", undefined],
    ["web_scraper", web(), "https://www.docs.example.com/guide/start#part", undefined],
    ["web_scraper", web(), "https://docs.example.com/guide", undefined],
    [
      "web_scraper",
      web(),
      "https://docs.example.com/blog/",
      "other_folder",
      "https://docs.example.com/guide/",
    ],
    ["web_scraper", web(), "https://example.com/guide/start", "other_site", "docs.example.com"],
    ["web_scraper", web({ extraction_type: "single" }), "https://docs.example.com/guide/a", "only_one_page"],
    ["web_scraper", web({ extraction_type: "single" }), "https://docs.example.com/guide/", undefined],
    ["web_scraper", web({ exclude: ["/guide/old"] }), "https://docs.example.com/guide/old/a", "pattern"],
    ["web_scraper", web({ include: ["*.pdf"] }), "https://docs.example.com/guide/a", "pattern"],
    ["web_scraper", web(), `https://docs.example.com/guide/${"a/".repeat(30)}`, "odd_address"],
    ["web_scraper", web(), "some key", undefined],
    ["jira", atlassian, "https://acme.atlassian.net/browse/SUP-1", undefined],
    ["jira", atlassian, "https://other.atlassian.net/browse/SUP-1", "other_site", "acme.atlassian.net"],
    ["confluence", atlassian, "https://wiki.example.com/x", "other_site"],
    ["sharepoint", microsoft, "https://acme.sharepoint.com/sites/hr/Shared%20Documents/a.docx", undefined],
    ["onedrive", microsoft, "https://acme-my.sharepoint.com/personal/a", "other_site"],
    ["google_drive", {}, "https://docs.google.com/document/d/1AbCdEfGhIjKl/edit", undefined],
    ["impersonated_google_drive", {}, "https://example.com/a", "not_of_this_source"],
    ["upload", {}, "https://example.com/a", "not_of_this_source"],
    ["upload", {}, "lease.docx", undefined],
  ];
  it.each(cases)("%s %j: %s → %s", (type, slots, item, reason, detail) => {
    const problem = outOfScope(type, slots, item);
    expect(problem?.reason).toBe(reason);
    if (detail !== undefined) expect(problem?.detail).toBe(detail);
  });
});

describe("names that an item may have", () => {
  it("takes pages as they are stored, ids of Drive, pages of Confluence, issues of Jira", () => {
    const page = candidatesOf("HTTPS://Docs.example.com/guide/?utm_source=x&b=2&a=1#top");
    expect(page.keys).toContain("https://docs.example.com/guide/?a=1&b=2");
    expect(page.keys).toContain("https://docs.example.com/guide?a=1&b=2");
    expect(candidatesOf("https://docs.google.com/document/d/1AbCdEfGhIjKl/edit").keys).toContain(
      "1AbCdEfGhIjKl",
    );
    expect(candidatesOf("https://acme.atlassian.net/wiki/spaces/X/pages/123/A+title").patterns).toContain(
      "https://acme.atlassian.net%/pages/123/%",
    );
    expect(candidatesOf("https://acme.atlassian.net/browse/a_b-12?x=1").patterns).toEqual([
      "https://acme.atlassian.net%/browse/A\\_B-12",
    ]);
    expect(candidatesOf("50% of it").patterns).toEqual([]);
  });
});

describe("the door", () => {
  let stage: RunStage;
  let here: TestWorkspace;

  beforeAll(async () => {
    stage = await openRunStage();
    setServices(stage.engine);
    here = await createWorkspace(stage.database);
  });
  afterAll(() => stage[Symbol.asyncDispose]());

  async function connect(
    type: ConnectorType,
    slots: JsonObject,
    batches?: SourceItem[][],
  ): Promise<Connector> {
    const connector = await stage.addConnector({ workspaceId: here.workspaceId });
    await stage.associate(connector);
    const { connectorId: id } = connector;
    if (batches) await stage.run(connector, batches);
    const set = { type, slots: JSON.stringify(slots) };
    await stage.admin.updateTable("connectors").set(set).where("id", "=", id).execute();
    return connector;
  }

  async function ask(item: string, more: Record<string, string> = {}) {
    const { status, body } = await call(explain, {
      params: { workspace_id: here.workspaceId },
      token: here.viewer.token,
      query: { item, ...more },
    });
    expect(status, JSON.stringify(body)).toBe(200);
    return body;
  }

  const page = (path: string) => `https://docs.example.com/guide/${path}`;

  it("tells of a site's pages what documents, runs, settings and the frontier say", async () => {
    const connector = await stage.addConnector({ workspaceId: here.workspaceId });
    await stage.associate(connector);
    const { connectorId: id } = connector;
    await stage.run(connector, [
      [text(page("a")), text(page("old")), skipped(page("empty")), failed(page("broken"))],
    ]);
    await stage.run(connector, [[gone(page("old"))]]);
    await stage.admin
      .updateTable("connectors")
      .set({ type: "web_scraper", slots: JSON.stringify(web({ exclude: ["/guide/secret"] })) })
      .where("id", "=", id)
      .execute();
    await connect("web_scraper", web({ url: "https://elsewhere.example.com/" }));
    const told = async (item: string) => {
      const { findings } = await ask(item);
      return findings.map((one: { reason: string; detail: string | null }) => [one.reason, one.detail]);
    };
    expect(await told(`${page("a")}#part`)).toEqual([["stored", null]]);
    expect(await told(page("old"))).toEqual([["removed", "404 Not Found"]]);
    expect(await told(page("empty"))).toEqual([["skipped", "no text"]]);
    expect(await told(page("broken"))).toEqual([["failed", "timed out"]]);
    expect(await told(page("secret"))).toEqual([["pattern", "excluded by the pattern /guide/secret"]]);
    expect(await told(page("nobody-links-here"))).toEqual([["not_found_by_links", null]]);
    expect((await told("https://third.example.com/")).map(([reason]: string[]) => reason)).toEqual([
      "other_site",
      "other_site",
    ]);
    const { found, findings } = await ask(page("broken"), { connector_id: id });
    expect(found).toBe(false);
    expect(findings[0]).toMatchObject({
      connector_id: id,
      message: "The last run that met it couldn't read it: timed out.",
      run_id: expect.any(String),
      in_collection: null,
    });
  });

  it("finds what other sources call by ids by its link, and says which collection misses it", async () => {
    const issue = { ...text("10042"), link: "https://acme.atlassian.net/browse/SUP-42" };
    const broken = { ...failed("10043"), link: "https://acme.atlassian.net/browse/SUP-43" };
    const { connectorId: id } = await connect("jira", { base_url: "https://acme.atlassian.net" }, [
      [issue, broken],
    ]);
    const other = crypto.randomUUID();
    await stage.admin
      .insertInto("collections")
      .values({ workspace_id: here.workspaceId, id: other, name: "Other" })
      .execute();
    const stored = await ask("https://acme.atlassian.net/browse/SUP-42?focused=1", { collection_id: other });
    expect(stored.found).toBe(false);
    expect(stored.findings[0]).toMatchObject({ connector_id: id, reason: "stored", in_collection: false });
    expect((await ask("https://acme.atlassian.net/browse/SUP-42")).found).toBe(true);
    expect((await ask("https://acme.atlassian.net/browse/SUP-43")).findings[0].reason).toBe("failed");
    expect((await ask("https://acme.atlassian.net/browse/SUP-99")).findings[0].reason).toBe(
      "not_found_by_listing",
    );
  });

  it("tells what runs are like where nothing else is known", async () => {
    const fresh = await connect("upload", {});
    const reasonOf = async (connectorId: string) =>
      (await ask("lease.docx", { connector_id: connectorId })).findings[0].reason;
    expect(await reasonOf(fresh.connectorId)).toBe("never_run");
    const running = await stage.queue(fresh);
    expect(await reasonOf(fresh.connectorId)).toBe("running");
    await stage.admin
      .updateTable("runs")
      .set({ state: "failed", reason: "boom", finished_at: new Date() })
      .where("id", "=", running)
      .execute();
    expect(await reasonOf(fresh.connectorId)).toBe("last_run_failed");
    const read = await connect("upload", {}, [[{ ...text("id-1"), title: "lease.docx" }]]);
    expect(await reasonOf(read.connectorId)).toBe("stored");
  });

  it("knows nothing of other workspaces, and says what it needs", async () => {
    const params = { workspace_id: here.foreign.workspaceId };
    const theirs = await call(explain, { params, token: here.foreign.token, query: { item: page("a") } });
    expect(theirs.body).toEqual({ asked: page("a"), found: false, findings: [] });
    const empty = await call(explain, {
      params: { workspace_id: here.workspaceId },
      token: here.viewer.token,
      query: { item: " " },
    });
    expect(empty).toMatchObject({ status: 400, body: { errors: [{ path: "item" }] } });
  });
});
