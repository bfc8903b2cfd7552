import { type CheckStage, SourceError } from "#lib/connectors/source.ts";
import { VendorError } from "#lib/sources/vendor/vendor-error.ts";
import type { GoogleAccount } from "./account.ts";
import type { DriveClient } from "./drive-client.ts";
import { type DriveFile, isFolder, shortcutMime } from "./drive-file.ts";
import { unknownPerson } from "./explain-token.ts";
import { readingOf } from "./reading.ts";
import { binnedRoot, createInside, type DriveRoot, findRoot, isHidden } from "./root.ts";
import type { DriveScope } from "./walk.ts";

/** Chosen items that a check looks at; a run looks at all. */
const itemsChecked = 10;

export type DriveCheckOptions = {
  account: () => GoogleAccount;
  drive: (account: GoogleAccount) => DriveClient;
  scope: DriveScope;
};

/** Tries the settings as a run would: Google answers, the account is known, it sees the root, and what is in it. */
export async function checkDrive({
  account: readAccount,
  drive: open,
  scope,
}: DriveCheckOptions): Promise<CheckStage[]> {
  const stages: CheckStage[] = [];
  let stage: CheckStage["stage"] = "signed_in";
  let path = "credentials";
  try {
    const account = readAccount();
    const drive = open(account);
    const name = await drive.whoAmI();
    stages.push({ stage: "reachable", ok: true, message: "Google answers." });
    stages.push({ stage: "signed_in", ok: true, message: signedInAs(account, name) });
    [stage, path] = ["may_read", "slots.root_file_id"];
    const root = await findRoot(drive, account, scope.rootId);
    if (root.file.trashed) throw new SourceError("misconfigured", binnedRoot(root.file));
    stages.push({ stage: "may_read", ok: true, message: `This account sees ${called(root)}.` });
    const refused = await refusedItem(drive, root.file, scope.itemIds);
    if (refused) return [...stages, refused];
    stage = "sample";
    stages.push(await sampleOf(drive, root.file));
  } catch (error) {
    if (!(error instanceof SourceError)) throw error;
    stages.push(...failed(error, stage, path));
  }
  return stages;
}

function failed(error: SourceError, stage: CheckStage["stage"], path: string): CheckStage[] {
  const { kind, message } = error;
  if (kind === "unavailable" || kind === "rate_limited") return [{ stage: "reachable", ok: false, message }];
  const isPerson = error instanceof VendorError && error.reason === unknownPerson;
  return [{ stage, ok: false, message, path: isPerson ? "slots.target_account" : path }];
}

function signedInAs(account: GoogleAccount, name: string | undefined): string {
  if (account.kind === "person") return `Signed in as ${name ?? "the person who consented"}.`;
  if (account.subject !== undefined)
    return `Signed in as ${name ?? account.subject}, through ${account.email}.`;
  return `Signed in as ${name ?? account.email}, a service account.`;
}

function called({ file, isSharedDrive }: DriveRoot): string {
  if (isSharedDrive) return `the shared drive “${file.name}”`;
  return `the ${isFolder(file) ? "folder" : "file"} “${file.name}”`;
}

async function refusedItem(
  drive: DriveClient,
  root: DriveFile,
  ids: readonly string[],
): Promise<CheckStage | undefined> {
  const inside = createInside(drive, root);
  for (const [at, id] of ids.slice(0, itemsChecked).entries()) {
    const path = `slots.root_item_ids.${at}`;
    const file = await drive.file(id).catch((error: unknown) => {
      if (isHidden(error)) return undefined;
      throw error;
    });
    if (!file) {
      return {
        stage: "may_read",
        ok: false,
        path,
        message: `This account can't see “${id}”, one of the chosen items.`,
      };
    }
    if (!(await inside(file))) {
      return { stage: "may_read", ok: false, path, message: `“${file.name}” isn't inside “${root.name}”.` };
    }
  }
  return undefined;
}

async function sampleOf(drive: DriveClient, root: DriveFile): Promise<CheckStage> {
  if (!isFolder(root)) {
    const reading = root.mimeType === shortcutMime ? undefined : readingOf(root);
    if (reading?.kind !== "skip") return { stage: "sample", ok: true, message: "It can be read." };
    return { stage: "sample", ok: false, message: reading.reason, path: "slots.root_file_id" };
  }
  const driveId = root.driveId === root.id ? root.id : undefined;
  const { files, nextPageToken } = await drive.children({
    parents: [root.id],
    driveId,
    pageToken: undefined,
  });
  const folders = files.filter(isFolder).length;
  const more = nextPageToken === undefined ? "" : " at least";
  const first = files.find((file) => !isFolder(file)) ?? files[0];
  const message = first
    ? `It holds${more} ${count(folders, "folder")} and ${count(files.length - folders, "file")}, such as “${first.name}”.`
    : "It is empty, as far as this account sees.";
  return { stage: "sample", ok: true, message };
}

function count(items: number, one: string): string {
  return `${items} ${items === 1 ? one : `${one}s`}`;
}
