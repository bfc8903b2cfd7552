import { afterEach, beforeEach, expect, it } from "vitest";
import type { PreviewPart } from "#lib/connectors/source.ts";
import { credentials } from "./testing/microsoft.ts";
import type { ModelDrive } from "./testing/model.ts";
import { openMicrosoftStage } from "./testing/stage.ts";

const library = "https://contoso.sharepoint.com/sites/Docs/Shared%20Documents";

let open: Awaited<ReturnType<typeof openMicrosoftStage>>;
let drive: ModelDrive;

beforeEach(async () => {
  open = await openMicrosoftStage();
  drive = open.model.addDrive(
    open.model.addSite("contoso.sharepoint.com", "/sites/Docs"),
    "Documents",
    "Shared Documents",
  );
});
afterEach(async () => {
  expect(open.microsoft.mistakes).toEqual([]);
  await open[Symbol.asyncDispose]();
});

const trial = (urls: string[], given: Partial<typeof credentials> = {}) => ({
  workspaceId: "w",
  connectorId: null,
  slots: { urls },
  credentials: { ...credentials, ...given },
  signal: AbortSignal.timeout(10_000),
});

async function preview(urls: string[], limit = 10): Promise<PreviewPart[]> {
  const inWorkspace = () => Promise.reject(new Error("A preview looks nothing up."));
  return Array.fromAsync(open.source.preview({ ...trial(urls), limit, inWorkspace }));
}

it("tells stage by stage whom it signed in, what it found, and an example", async () => {
  open.model.add(drive, open.model.addFolder(drive, open.model.root(drive), "Plans"), "a.txt");
  expect(await open.source.check(trial([library]))).toEqual([
    { stage: "reachable", ok: true, message: expect.stringMatching(/^127\.0\.0\.1:\d+ answers\.$/) },
    {
      stage: "signed_in",
      ok: true,
      message: "Signed in as the application “Tributary reader”, with Files.Read.All, Sites.Read.All.",
    },
    { stage: "may_read", ok: true, message: "Found: Documents." },
    { stage: "sample", ok: true, message: "Such as “a.txt”." },
  ]);
});

it.each([
  [
    { client_secret: "the-secret-id" },
    "credentials.client_secret",
    /you probably pasted the Secret ID instead of its Value/,
  ],
  [{ client_id: "0" }, "credentials.client_id", /no such application/],
  [{ tenant_id: "fabrikam.example" }, "credentials.tenant_id", /no such directory/],
])("names the field that is wrong in %j", async (given, path, message) => {
  expect(await open.source.check(trial([library], given))).toEqual([
    { stage: "reachable", ok: true, message: expect.any(String) },
    { stage: "signed_in", ok: false, message: expect.stringMatching(message), path },
  ]);
});

it("names the address that leads nowhere", async () => {
  const stages = await open.source.check(trial([library, "https://contoso.sharepoint.com/sites/Gone"]));
  expect(stages.at(-1)).toEqual({
    stage: "may_read",
    ok: false,
    message: expect.stringMatching(
      /^https:\/\/contoso\.sharepoint\.com\/sites\/Gone: It isn't there, or isn't shown/,
    ),
    path: "slots.urls.1",
  });
});

it("says that there is nothing yet", async () => {
  expect((await open.source.check(trial([library]))).at(-1)).toMatchObject({
    stage: "sample",
    ok: true,
    message: "There is nothing in it yet.",
  });
});

it("previews the first items, what would be skipped, and how many there are", async () => {
  const root = open.model.root(drive);
  open.model.add(drive, root, "a.txt");
  open.model.add(drive, root, "Notes", { kind: "notebook" });
  open.model.add(drive, open.model.addFolder(drive, root, "Plans"), "b.txt");
  const parts = await preview([
    library,
    "https://contoso.sharepoint.com/sites/Docs/Shared%20Documents/Plans",
    `${library}/None`,
  ]);
  const items = parts.flatMap((part) => part.items ?? []);
  expect(items.map(({ title, kind }) => `${title} ${kind}`)).toEqual([
    "a.txt content",
    "Notes skipped",
    "b.txt content",
  ]);
  expect(items[2]?.link).toBe(`${library}/Plans/b.txt`);
  expect(parts[0]).toEqual({ resolved: "Documents" });
  expect(parts).toContainEqual({ note: `${library}/None: There is no “None” in the library “Documents”.` });
  expect(parts.at(-1)).toEqual({ estimatedTotal: 3, hasMore: false });
});

it("shows no more than was asked for", async () => {
  for (let at = 0; at < 5; at++) open.model.add(drive, open.model.root(drive), `${at}.txt`);
  const parts = await preview([library], 2);
  expect(parts.flatMap((part) => part.items ?? [])).toHaveLength(2);
  expect(parts.at(-1)).toEqual({ hasMore: true });
});
