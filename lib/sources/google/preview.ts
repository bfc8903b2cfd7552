import type { PreviewItem, PreviewPart } from "#lib/connectors/source.ts";
import { SourceError } from "#lib/connectors/source.ts";
import type { GoogleAccount } from "./account.ts";
import type { DriveClient } from "./drive-client.ts";
import { type DriveFile, isFolder, shortcutMime } from "./drive-file.ts";
import { readingOf } from "./reading.ts";
import { binnedRoot, createInside, type DriveRoot, findRoot, isHidden } from "./root.ts";
import type { DriveScope } from "./walk.ts";

export type DrivePreviewOptions = {
  drive: DriveClient;
  account: GoogleAccount;
  scope: DriveScope;
  limit: number;
};

type Waiting = { folder: DriveFile } | { id: string };

/**
 * The first files below the root, folder by folder, judged as a run would. Nothing is downloaded: a file may turn out to
 * have no text.
 */
export async function* previewDrive(options: DrivePreviewOptions): AsyncGenerator<PreviewPart> {
  const { drive, account, scope, limit } = options;
  const root = await findRoot(drive, account, scope.rootId);
  if (root.file.trashed) throw new SourceError("misconfigured", binnedRoot(root.file));
  yield { resolved: resolved(root, scope) };
  const seen = new Set<string>();
  const waiting: Waiting[] = scope.itemIds.map((id) => ({ id }));
  const inside = createInside(drive, root.file);
  let told = 0;
  let found: DriveFile[] = scope.itemIds.length === 0 ? [root.file] : [];
  for (;;) {
    const items: PreviewItem[] = [];
    for (const file of found) {
      if (seen.has(file.id)) continue;
      seen.add(file.id);
      const target = file.shortcutDetails?.targetId;
      if (isFolder(file)) waiting.push({ folder: file });
      else if (file.mimeType !== shortcutMime) items.push(itemOf(file));
      else if (target !== undefined) {
        drive.learnKey(target, file.shortcutDetails?.targetResourceKey);
        waiting.push({ id: target });
      }
    }
    const shown = items.slice(0, limit - told);
    told += shown.length;
    const hasMore = shown.length < items.length;
    if (items.length > 0) yield { items: shown, hasMore };
    if (hasMore) return;
    const next = waiting.shift();
    if (!next) return;
    if (told >= limit) {
      yield { hasMore: true };
      return;
    }
    const isChosen = "id" in next && scope.itemIds.includes(next.id);
    found = await look(drive, root, next, isChosen ? inside : undefined);
  }
}

function resolved({ file, isSharedDrive }: DriveRoot, { itemIds }: DriveScope): string {
  const name = isSharedDrive ? `Shared drive “${file.name}”` : `“${file.name}”`;
  if (itemIds.length > 0) return `${itemIds.length} chosen items of ${name}`;
  return isFolder(file) ? `${name} and everything below it` : name;
}

async function look(
  drive: DriveClient,
  root: DriveRoot,
  next: Waiting,
  inside: ReturnType<typeof createInside> | undefined,
): Promise<DriveFile[]> {
  if ("folder" in next) {
    const driveId = root.isSharedDrive && next.folder.driveId === root.file.id ? root.file.id : undefined;
    return (await drive.children({ parents: [next.folder.id], driveId, pageToken: undefined })).files;
  }
  try {
    const file = await drive.file(next.id);
    const isOut = file.trashed || (inside && !(await inside(file)));
    return isOut ? [] : [file];
  } catch (error) {
    if (isHidden(error)) return [];
    throw error;
  }
}

function itemOf(file: DriveFile): PreviewItem {
  const { id, name, mimeType, webViewLink, size } = file;
  const reading = readingOf(file);
  const item = {
    key: id,
    title: name,
    link: webViewLink ?? null,
    mime: mimeType,
    ...(size !== undefined && { sizeBytes: Number(size) }),
  };
  return reading.kind === "skip"
    ? { ...item, kind: "skipped", reason: reading.reason }
    : { ...item, kind: "content" };
}
