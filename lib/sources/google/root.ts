import { SourceError } from "#lib/connectors/source.ts";
import { VendorError } from "#lib/sources/vendor/vendor-error.ts";
import { accountName, type GoogleAccount } from "./account.ts";
import type { DriveClient } from "./drive-client.ts";
import { type DriveFile, isFolder } from "./drive-file.ts";

/** The file or folder that a connector reads. A shared drive's own folder carries the drive's name. */
export type DriveRoot = { file: DriveFile; isSharedDrive: boolean };

/**
 * Finds what is to be read. A shared drive looks like a folder called “Drive”: its name is asked for apart.
 * @throws SourceError `misconfigured` when the account doesn't see it
 */
export async function findRoot(drive: DriveClient, account: GoogleAccount, id: string): Promise<DriveRoot> {
  const file = await drive.file(id).catch((error: unknown) => {
    throw isHidden(error)
      ? new SourceError("misconfigured", hiddenRoot(account, id), { cause: error })
      : error;
  });
  const isSharedDrive = isFolder(file) && file.driveId === file.id && file.parents === undefined;
  if (!isSharedDrive) return { file, isSharedDrive };
  const name = await drive.driveName(file.id).catch((error: unknown) => {
    if (error instanceof VendorError && error.kind === "misconfigured") return file.name;
    throw error;
  });
  return { file: { ...file, name }, isSharedDrive };
}

/** Whether an account may not even know that something is there: Drive says 404 for both. */
export function isHidden(error: unknown): error is VendorError {
  return error instanceof VendorError && error.status === 404;
}

function hiddenRoot(account: GoogleAccount, id: string): string {
  const name = accountName(account);
  if (account.kind === "person" || name === undefined) {
    return `The sign-in is fine, but there is no file or folder “${id}” that this person can see. Correct the link, or share it with them.`;
  }
  if (account.subject !== undefined) {
    return `The sign-in is fine, but ${name} can't see a file or folder “${id}”. Correct the link, or share it with that person.`;
  }
  return `The key is fine, but ${name} can't see this file or folder (“${id}”). Share it with that address, as a viewer.`;
}

export function binnedRoot({ name }: DriveFile): string {
  return `“${name}” is in Drive's bin. Restore it there, or choose another folder.`;
}

/** Names a folder chain from the root's down, or nothing for what isn't inside it. Each folder is asked for once. */
export function createInside(drive: DriveClient, root: DriveFile) {
  const known = new Map<string, Promise<string[] | undefined>>();

  async function climb(id: string, depth: number): Promise<string[] | undefined> {
    if (depth > deepest) return undefined;
    const folder = await drive.file(id).catch((error: unknown) => {
      if (isHidden(error)) return undefined;
      throw error;
    });
    const parent = folder?.parents?.[0];
    if (!folder || parent === undefined) return undefined;
    const above = await namesOf(parent, depth + 1);
    return above && [...above, folder.name];
  }

  function namesOf(id: string, depth: number): Promise<string[] | undefined> {
    if (id === root.id) return Promise.resolve([root.name]);
    const names = known.get(id) ?? climb(id, depth);
    known.set(id, names);
    return names;
  }

  return async (file: DriveFile): Promise<string[] | undefined> => {
    if (file.id === root.id) return [];
    const parent = file.parents?.[0];
    return parent === undefined ? undefined : namesOf(parent, 0);
  };
}

/** Drive nests folders a hundred deep at most. */
const deepest = 100;

/**
 * Whether some change feed tells what becomes of a file: a shared drive's for its members, the account's own for what
 * it owns or what was shared with it, itself or a folder above. Not for what is only open to everybody with the link.
 */
export async function isFollowed(
  drive: DriveClient,
  file: DriveFile,
  feeds: Record<string, string | null>,
): Promise<boolean> {
  let at: DriveFile | undefined = file;
  for (let depth = 0; at && depth < deepest; depth++) {
    if (at.driveId !== undefined && typeof feeds[at.driveId] === "string") return true;
    if (at.ownedByMe === true || at.sharedWithMeTime !== undefined) return true;
    const parent: string | undefined = at.parents?.[0];
    at =
      parent === undefined
        ? undefined
        : await drive.file(parent).catch((error: unknown) => {
            if (isHidden(error)) return undefined;
            throw error;
          });
  }
  return false;
}
