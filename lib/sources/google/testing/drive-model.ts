import { createHash } from "node:crypto";
import { folderMime, shortcutMime } from "../drive-file.ts";

export type ModelFile = {
  id: string;
  name: string;
  mimeType: string;
  parent: string | undefined;
  driveId: string | undefined;
  trashed: boolean;
  /** Whether the account sees it at all. */
  isVisible: boolean;
  /** Owned by, or shared with the account, so that its own feed tells of it; else open to whoever has the link. */
  standing: "owned" | "shared" | "link";
  resourceKey: string | undefined;
  target: string | undefined;
  content: Buffer;
  modified: number;
  canDownload: boolean;
  /** Bytes of an export per format, where they aren't the content. */
  exports: Record<string, Buffer | "too large">;
  permissions: { type: string; role: string; emailAddress?: string }[];
};

type FeedEntry = { fileId: string; removed: boolean };

export type NewFile = Partial<Omit<ModelFile, "id" | "content">> & {
  name: string;
  text?: string;
  id?: string;
};

export const textMime = "text/plain";
export const googleDoc = "application/vnd.google-apps.document";
export const myDrive = "0AMyDriveRootUk9PVA";

/** Ids are unique over all models of a process, so that their documents can be told apart. */
let made = 0;

/** What a Drive holds, and what its change feeds told about it. */
export class DriveModel {
  readonly files = new Map<string, ModelFile>();
  /** Names of shared drives; the account is a member of those in `memberOf`. */
  readonly drives = new Map<string, string>();
  readonly memberOf = new Set<string>();
  /** By drive, "" for the account's own. */
  readonly feeds = new Map<string, FeedEntry[]>([["", []]]);
  private clock = Date.parse("2026-11-01T08:00:00Z");

  constructor() {
    this.add({ id: myDrive, name: "My Drive", mimeType: folderMime, parent: undefined });
  }

  add({ text = "", id, ...given }: NewFile): string {
    const above = given.parent === undefined ? undefined : this.files.get(given.parent);
    const file: ModelFile = {
      id: id ?? `1File${String(++made).padStart(8, "0")}xyz`,
      mimeType: textMime,
      parent: above?.id,
      driveId: above?.driveId,
      trashed: false,
      isVisible: true,
      standing: above?.standing ?? "owned",
      resourceKey: undefined,
      target: undefined,
      content: Buffer.from(text),
      modified: this.tick(),
      canDownload: true,
      exports: {},
      permissions: [{ type: "user", role: "owner", emailAddress: "ana@example.com" }],
      ...given,
    };
    this.files.set(file.id, file);
    this.record(file);
    return file.id;
  }

  folder(name: string, parent: string | undefined = myDrive, more: Partial<NewFile> = {}): string {
    return this.add({ name, mimeType: folderMime, parent, ...more });
  }

  shortcut(name: string, parent: string, target: string): string {
    return this.add({ name, mimeType: shortcutMime, parent, target });
  }

  sharedDrive(name: string, isMember = true): string {
    const id = `0ADrive${++made}SharedUk9PVA`;
    this.drives.set(id, name);
    this.feeds.set(id, []);
    if (isMember) this.memberOf.add(id);
    return this.add({ id, name: "Drive", mimeType: folderMime, driveId: id, standing: "shared" });
  }

  get(id: string): ModelFile {
    const file = this.files.get(id);
    if (!file) throw new Error(`The Drive has no ${id}.`);
    return file;
  }

  /** Changes a file without touching what isn't named; a new text is a new modification. */
  edit(id: string, { text, ...changes }: Partial<NewFile>): void {
    const file = Object.assign(this.get(id), changes);
    if (text !== undefined) {
      file.content = Buffer.from(text);
      file.modified = this.tick();
    }
    this.record(file);
  }

  /** A move; what is in a folder moves along and is told by no feed. */
  move(id: string, parent: string): void {
    const file = this.get(id);
    const before = file.driveId;
    const { driveId } = this.get(parent);
    file.parent = parent;
    for (const one of this.below(id)) one.driveId = driveId;
    if (before !== driveId) this.feed(before).push({ fileId: id, removed: true });
    this.record(file);
  }

  /** Into the bin, with all that is in it. */
  trash(id: string): void {
    for (const file of this.below(id)) {
      file.trashed = true;
      this.record(file);
    }
  }

  /** Deleted for good, or taken away from the account: for its feed that is the same. */
  remove(id: string): void {
    for (const file of this.below(id)) {
      this.files.delete(file.id);
      this.feed(file.driveId).push({ fileId: file.id, removed: true });
    }
  }

  hide(id: string): void {
    for (const file of this.below(id)) {
      file.isVisible = false;
      this.feed(file.driveId).push({ fileId: file.id, removed: true });
    }
  }

  children(parents: readonly string[]): ModelFile[] {
    const wanted = new Set(parents);
    return [...this.files.values()].filter(
      ({ parent, trashed, isVisible }) => parent !== undefined && wanted.has(parent) && !trashed && isVisible,
    );
  }

  below(id: string): ModelFile[] {
    const file = this.get(id);
    const inside = [...this.files.values()].filter(({ parent }) => parent === id);
    return [file, ...inside.flatMap((one) => this.below(one.id))];
  }

  md5(file: ModelFile): string {
    return createHash("md5").update(file.content).digest("hex");
  }

  private record({ id, standing, driveId }: ModelFile): void {
    if (standing !== "link") this.feed(driveId).push({ fileId: id, removed: false });
  }

  private feed(driveId: string | undefined): FeedEntry[] {
    const name = driveId !== undefined && this.memberOf.has(driveId) ? driveId : "";
    return this.feeds.get(name) ?? [];
  }

  private tick(): number {
    this.clock += 1000;
    return this.clock;
  }
}
