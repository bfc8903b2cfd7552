import type { VendorAnswer, VendorCall } from "#lib/sources/vendor/testing/vendor-server.ts";
import { notFound, type Route, refusal } from "./answers.ts";
import { answerDelta } from "./delta.ts";
import type { Microsoft } from "./microsoft.ts";
import type { ModelDrive, ModelItem } from "./model.ts";
import { wireDrive, wireItem } from "./wire-item.ts";

type OnDrive = (stage: Microsoft, drive: ModelDrive, url: URL, argument: string) => VendorAnswer;

/** What each path below `/drives/{id}` answers; the group of a path is its argument. */
const paths: [RegExp, OnDrive][] = [
  [/^()$/, (stage, drive, url) => ({ json: stage.project("drive", url, wireDrive(drive)) })],
  [/^\/root()$/, (stage, drive, url) => oneItem(stage, drive, url, stage.model.root(drive))],
  [
    /^\/root:(\/.+)$/,
    (stage, drive, url, path) =>
      oneItem(
        stage,
        drive,
        url,
        find(drive, (item) => stage.model.pathOf(drive, item) === path),
      ),
  ],
  [
    /^\/root\/delta()$/,
    (stage, drive, url) =>
      answerDelta(stage.model, drive, url, stage.habits, (item) => stage.project("driveItem", url, item)),
  ],
  [/^\/items\/([^/]+)$/, (stage, drive, url, id) => oneItem(stage, drive, url, drive.items.get(id))],
  [/^\/items\/([^/]+)\/children$/, children],
  [/^\/items\/([^/]+)\/content$/, content],
  [
    /^\/list\/items\/([^/]+)\/driveItem$/,
    (stage, drive, url, id) =>
      oneItem(
        stage,
        drive,
        url,
        find(drive, (item) => stage.model.uniqueId(item) === id),
      ),
  ],
];

/** Drives and what is in them, and sharing links. */
export function driveRoutes(stage: Microsoft): Route[] {
  const onDrive = ([id = "", rest = ""]: string[], { url }: VendorCall) => {
    const drive = stage.model.drives.get(id);
    for (const [pattern, handle] of drive ? paths : []) {
      const found = pattern.exec(rest);
      if (drive && found) return handle(stage, drive, url, found[1] ?? "");
    }
    return notFound();
  };
  return [
    [/^\/drives\/([^/]+)(.*)$/, onDrive],
    [/^\/shares\/u!([^/]+)\/driveItem$/, ([token = ""], { url }) => sharedItem(stage, token, url)],
  ];
}

function find(drive: ModelDrive, is: (item: ModelItem) => boolean): ModelItem | undefined {
  return [...drive.items.values()].find(is);
}

function oneItem(stage: Microsoft, drive: ModelDrive, url: URL, item: ModelItem | undefined): VendorAnswer {
  const isThere = item && stage.model.pathOf(drive, item) !== undefined;
  return isThere ? { json: stage.project("driveItem", url, wireItem(stage.model, drive, item)) } : notFound();
}

function children(stage: Microsoft, drive: ModelDrive, url: URL, id: string): VendorAnswer {
  const inside = [...drive.items.values()].filter(({ parentId, isDeleted }) => parentId === id && !isDeleted);
  return stage.list(
    "driveItem",
    url,
    inside.map((item) => wireItem(stage.model, drive, item)),
  );
}

function content(stage: Microsoft, drive: ModelDrive, _url: URL, id: string): VendorAnswer {
  const item = drive.items.get(id);
  if (!item || stage.model.pathOf(drive, item) === undefined) return notFound();
  const path = [drive.id, id].map(encodeURIComponent).join("/");
  return {
    status: 302,
    headers: { location: `${stage.downloadOrigin}/download/${path}?tempauth=canary-tempauth` },
  };
}

/** The last segment of a sharing link stands for the item's id here. */
function sharedItem(stage: Microsoft, token: string, url: URL): VendorAnswer {
  if (!stage.permissions.includes("Files.ReadWrite.All"))
    return refusal(403, "accessDenied", "Access denied");
  const id = new URL(Buffer.from(token, "base64url").toString("utf8")).pathname.split("/").at(-1) ?? "";
  for (const drive of stage.model.drives.values()) {
    if (drive.items.has(id)) return oneItem(stage, drive, url, drive.items.get(id));
  }
  return notFound();
}
