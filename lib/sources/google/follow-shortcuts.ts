import type { ListedPage } from "#lib/sources/vendor/read-entries.ts";
import { VendorError } from "#lib/sources/vendor/vendor-error.ts";
import { accountName } from "./account.ts";
import type { DriveClient } from "./drive-client.ts";
import type { DriveFile } from "./drive-file.ts";
import { nodeOf, without } from "./node-of.ts";
import type { Position } from "./position.ts";
import { isFollowed, isHidden } from "./root.ts";
import { type Node, readNodes, saveNodes } from "./tree.ts";
import { isCurrent, storing, type Walk } from "./walk.ts";

/**
 * Follows shortcuts to what they lead to. What is part of the tree already is read where it is, so a loop ends here;
 * the rest joins the tree below the shortcut.
 */
export async function followShortcuts(walk: Walk, shortcuts: readonly Node[]): Promise<ListedPage> {
  const { read } = walk;
  const targets = shortcuts.map(({ data }) => data.target ?? "");
  const known = await read.inWorkspace((trx) => readNodes(trx, read, targets));
  const found = new Map<string, Node>();
  const followed: Node[] = [];
  for (const shortcut of shortcuts) {
    const target = shortcut.data.target ?? "";
    const before = known.get(target);
    if (isCurrent(walk, before) || found.has(target)) {
      followed.push(without(shortcut, "resolve", "problem", "due"));
      continue;
    }
    walk.drive.learnKey(target, shortcut.data.file.shortcutDetails?.targetResourceKey);
    const file = await readTarget(walk, target);
    if ("problem" in file) {
      const data = { ...shortcut.data, problem: file.problem, due: true as const };
      followed.push(without({ ...shortcut, data }, "resolve"));
      continue;
    }
    found.set(target, nodeOf(walk, file, before, { parentKey: file.parents?.[0] ?? null }));
    followed.push(without(shortcut, "resolve", "problem", "due"));
  }
  return storing(walk, (trx) => saveNodes(trx, read, [...followed, ...found.values()]));
}

async function readTarget(walk: Walk, id: string): Promise<DriveFile | { problem: string }> {
  const { at, drive } = walk;
  try {
    let file = await drive.file(id);
    // A feed is joined before what it is to be believed about is read.
    if (await joinFeed(drive, at, file.driveId)) file = await drive.file(id);
    if (file.trashed) return { problem: "A shortcut to something in Drive's bin." };
    at.blind ||= !(await isFollowed(drive, file, at.feeds));
    return file;
  } catch (error) {
    if (!isHidden(error)) throw error;
    const who = accountName(walk.account) ?? "this account";
    return {
      problem: `A shortcut to something that was deleted, or that ${who} can't see. Share its target to have it read.`,
    };
  }
}

/** Learns where a shared drive's feed stands, when it is met first. @returns whether it is met first */
export async function joinFeed(
  drive: DriveClient,
  at: Pick<Position, "feeds">,
  driveId: string | undefined,
): Promise<boolean> {
  if (driveId === undefined || driveId in at.feeds) return false;
  try {
    at.feeds[driveId] = await drive.startToken(driveId);
  } catch (error) {
    // Only a drive's members may follow it.
    const isStranger = error instanceof VendorError && (error.status === 403 || error.status === 404);
    if (!isStranger || error.kind !== "misconfigured") throw error;
    at.feeds[driveId] = null;
  }
  return true;
}
