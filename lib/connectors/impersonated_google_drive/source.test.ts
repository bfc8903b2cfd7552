import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { JsonObject, PreviewPart, TrialContext } from "#lib/connectors/source.ts";
import { myDrive } from "#lib/sources/google/testing/drive-model.ts";
import { problem } from "#lib/sources/google/testing/drive-server.ts";
import { type DriveStage, openDriveStage } from "#lib/sources/google/testing/open-stage.ts";
import { keyFile } from "#lib/sources/google/testing/reader-key.ts";
import type { ImpersonatedGoogleDriveSlots } from "./slots.ts";
import { createImpersonatedGoogleDrive } from "./source.ts";

let stage: DriveStage;
beforeEach(async () => {
  stage = await openDriveStage();
});
afterEach(() => stage[Symbol.asyncDispose]());

function trial(
  slots: Partial<ImpersonatedGoogleDriveSlots>,
  credentials: JsonObject | null = { service_account: keyFile() },
): TrialContext<ImpersonatedGoogleDriveSlots> {
  return {
    workspaceId: "w",
    connectorId: null,
    slots: { root_file_id: "root", root_item_ids: [], target_account: "ana@example.com", ...slots },
    credentials,
    signal: AbortSignal.timeout(10_000),
  };
}

const check = (...given: Parameters<typeof trial>) =>
  createImpersonatedGoogleDrive(stage.setup).check(trial(...given));

async function preview(
  limit: number,
  slots: Partial<ImpersonatedGoogleDriveSlots> = {},
): Promise<PreviewPart[]> {
  const inWorkspace = () => Promise.reject(new Error("Nothing is looked up."));
  const parts: PreviewPart[] = [];
  const source = createImpersonatedGoogleDrive(stage.setup);
  for await (const part of source.preview({ ...trial(slots), limit, inWorkspace })) parts.push(part);
  return parts;
}

describe("check", () => {
  it("tells as whom it signed in and what is there", async () => {
    const { model } = stage.server;
    model.add({ name: "Notes", text: "Notes", parent: myDrive });
    model.folder("Work");
    expect(await check({})).toEqual([
      { stage: "reachable", ok: true, message: "Google answers." },
      {
        stage: "signed_in",
        ok: true,
        message: "Signed in as ana@example.com, through reader@tributary.iam.gserviceaccount.com.",
      },
      { stage: "may_read", ok: true, message: "This account sees the folder “My Drive”." },
      { stage: "sample", ok: true, message: "It holds 1 folder and 1 file, such as “Notes”." },
    ]);
  });

  it.each<[string, Partial<ImpersonatedGoogleDriveSlots>, JsonObject | null, object]>([
    ["nobody's credentials", {}, null, { stage: "signed_in", path: "credentials" }],
    [
      "somebody not delegated",
      { target_account: "bea@example.com" },
      { service_account: keyFile() },
      { stage: "signed_in", path: "credentials", message: expect.stringContaining("client id 1234567890") },
    ],
    [
      "somebody unknown",
      { target_account: "x@y.org" },
      { service_account: keyFile() },
      { stage: "signed_in", path: "slots.target_account" },
    ],
    [
      "a folder that isn't seen",
      { root_file_id: "1Missing00000000" },
      { service_account: keyFile() },
      {
        stage: "may_read",
        path: "slots.root_file_id",
        message: expect.stringContaining("ana@example.com can't see"),
      },
    ],
    [
      "an item that isn't seen",
      { root_item_ids: ["1Missing00000000"] },
      { service_account: keyFile() },
      { stage: "may_read", path: "slots.root_item_ids.0" },
    ],
  ])("names stage and field for %s", async (_what, slots, credentials, stageOf) => {
    expect((await check(slots, credentials)).at(-1)).toMatchObject({ ok: false, ...stageOf });
  });

  it("uses the deployment's credentials for a connector without its own", async () => {
    const { settings } = stage.setup;
    stage.setup.settings = () => ({ ...settings(), GOOGLE_CREDENTIALS: { service_account: keyFile() } });
    expect((await check({}, null)).map(({ ok }) => ok)).not.toContain(false);
  });

  it("says that the API is switched off, that Google can't be reached, or that the root is in the bin", async () => {
    const off = problem(
      403,
      "accessNotConfigured",
      "Google Drive API has not been used in project 1 before or it is disabled.",
    );
    stage.server.fail(/about/, { kind: "answer", answer: off });
    expect((await check({})).at(-1)).toMatchObject({
      stage: "signed_in",
      ok: false,
      message: expect.stringMatching(/switched off/),
    });
    stage.server.fail(/./, { kind: "reset" }, { times: 9 });
    expect(await check({})).toMatchObject([{ stage: "reachable", ok: false }]);
    stage.server.reset();
    const root_file_id = stage.server.model.folder("Old");
    stage.server.model.trash(root_file_id);
    expect((await check({ root_file_id })).at(-1)).toMatchObject({ stage: "may_read", ok: false });
  });
});

describe("preview", () => {
  it("shows what a run would read and skip, without a download", async () => {
    const { model } = stage.server;
    const root_file_id = model.folder("Root");
    model.add({ name: "Photo", mimeType: "image/png", text: "1234", parent: root_file_id });
    const shared = model.add({ name: "Shared", text: "Shared", parent: model.folder("Other") });
    model.shortcut("Link", root_file_id, shared);
    model.shortcut("Loop", root_file_id, root_file_id);
    model.add({ name: "Deep", text: "Deep", parent: model.folder("In", root_file_id) });
    const parts = await preview(10, { root_file_id });
    expect(parts[0]).toEqual({ resolved: "“Root” and everything below it" });
    expect(parts.flatMap(({ items = [] }) => items.map(({ title, kind }) => `${title}: ${kind}`))).toEqual([
      "Photo: skipped",
      "Shared: content",
      "Deep: content",
    ]);
    expect(parts.some(({ hasMore }) => hasMore)).toBe(false);
    expect(stage.server.calls.some(({ url }) => url.searchParams.has("alt"))).toBe(false);
  });

  it("stops at its limit and says that there is more", async () => {
    for (let at = 0; at < 5; at++) stage.server.model.add({ name: `${at}`, text: "x", parent: myDrive });
    const parts = await preview(3);
    expect(parts.flatMap(({ items = [] }) => items)).toHaveLength(3);
    expect(parts.at(-1)?.hasMore).toBe(true);
  });
});
