import { createHash } from "node:crypto";

/** A file, folder or other thing in a drive of the stand-in. */
export type ModelItem = {
  id: string;
  name: string;
  parentId: string | null;
  kind: "root" | "folder" | "file" | "notebook" | "shortcut";
  content: string;
  version: number;
  createdAt: string;
  modifiedAt: string;
  author: { displayName: string; email: string };
  sharedScope?: string;
  /** When it changed last; drives count their changes. */
  changedAt: number;
  isDeleted: boolean;
};

export type ModelDrive = {
  id: string;
  siteId: string;
  name: string;
  webUrl: string;
  driveType: "documentLibrary" | "business";
  owner: { displayName: string; email: string };
  items: Map<string, ModelItem>;
  /** Counts changes; what a delta token says. */
  clock: number;
  /** Tokens of before are forgotten. */
  tokensFrom: number;
};

export type ModelPage = {
  id: string;
  name: string;
  title: string;
  html: string;
  version: string;
  modifiedAt: string;
};

export type ModelSite = {
  id: string;
  host: string;
  /** Server-relative: `/sites/Docs`, or empty for a root site. */
  path: string;
  displayName: string;
  pages: ModelPage[];
};

const author = { displayName: "Ana Silva", email: "ana@contoso.com" };

/** What a tenant has: sites, their libraries and pages. Every change is one that Microsoft's delta would tell. */
export class MicrosoftModel {
  readonly sites = new Map<string, ModelSite>();
  readonly drives = new Map<string, ModelDrive>();
  readonly #name: string;
  #count = 0;

  /** @param name makes its ids others than another model's */
  constructor(name = "") {
    this.#name = name;
  }

  /** @param path server-relative, such as `/sites/Docs` */
  addSite(host: string, path: string, displayName = path.split("/").at(-1) || "Root"): ModelSite {
    const id = `${host},${this.#guid(`site ${host}`)},${this.#guid(`web ${path}`)}`;
    const site = { id, host, path, displayName, pages: [] };
    this.sites.set(id, site);
    return site;
  }

  /** @param urlName the last segment of its address, which needn't be its name */
  addDrive(site: ModelSite, name: string, urlName = name): ModelDrive {
    const id = `b!${this.#hash(`drive ${++this.#count}`).slice(0, 40)}`;
    const isPersonal = site.path.startsWith("/personal/");
    const drive: ModelDrive = {
      id,
      siteId: site.id,
      name,
      webUrl: `https://${site.host}${site.path}/${encodeURIComponent(urlName)}`,
      driveType: isPersonal ? "business" : "documentLibrary",
      owner: author,
      items: new Map(),
      clock: 0,
      tokensFrom: 0,
    };
    this.drives.set(id, drive);
    this.#put(drive, { name: "root", parentId: null, kind: "root" });
    return drive;
  }

  root(drive: ModelDrive): ModelItem {
    const root = [...drive.items.values()].find(({ kind }) => kind === "root");
    if (!root) throw new Error("A drive has a root.");
    return root;
  }

  add(
    drive: ModelDrive,
    parent: ModelItem,
    name: string,
    more: Partial<Pick<ModelItem, "kind" | "content" | "sharedScope" | "id">> = {},
  ): ModelItem {
    return this.#put(drive, {
      name,
      parentId: parent.id,
      kind: "file",
      content: `The text of ${name}.`,
      ...more,
    });
  }

  addFolder(drive: ModelDrive, parent: ModelItem, name: string): ModelItem {
    return this.#put(drive, { name, parentId: parent.id, kind: "folder" });
  }

  change(drive: ModelDrive, item: ModelItem, content: string): void {
    this.#touch(drive, item, { content, version: item.version + 1 });
  }

  rename(drive: ModelDrive, item: ModelItem, name: string): void {
    this.#touch(drive, item, { name });
  }

  move(drive: ModelDrive, item: ModelItem, parent: ModelItem): void {
    this.#touch(drive, item, { parentId: parent.id });
  }

  /** Deletes an item; what was in a folder goes with it and isn't told by itself. */
  remove(drive: ModelDrive, item: ModelItem): void {
    this.#touch(drive, item, { isDeleted: true });
  }

  restore(drive: ModelDrive, item: ModelItem): void {
    this.#touch(drive, item, { isDeleted: false });
  }

  addPage(site: ModelSite, name: string, html: string, more: Partial<ModelPage> = {}): ModelPage {
    const page = {
      id: this.#guid(`page ${++this.#count}`),
      name,
      title: name.replace(/\.aspx$/, ""),
      html,
      version: "1.0",
      modifiedAt: this.#now(),
      ...more,
    };
    site.pages.push(page);
    return page;
  }

  /** Path of an item from the drive's root, `/a/b`; undefined when it, or a folder above it, is deleted. */
  pathOf(drive: ModelDrive, item: ModelItem): string | undefined {
    if (item.isDeleted) return undefined;
    if (item.parentId === null) return "";
    const parent = drive.items.get(item.parentId);
    const above = parent && this.pathOf(drive, parent);
    return above === undefined ? undefined : `${above}/${item.name}`;
  }

  /** The unique id that Office's addresses name a file by. */
  uniqueId(item: ModelItem): string {
    return this.#guid(`unique ${item.id}`);
  }

  #put(
    drive: ModelDrive,
    given: Partial<ModelItem> & Pick<ModelItem, "name" | "parentId" | "kind">,
  ): ModelItem {
    const at = this.#now();
    const item: ModelItem = {
      id: `01${this.#hash(`item ${++this.#count}`)
        .slice(0, 32)
        .toUpperCase()}`,
      content: "",
      version: 1,
      createdAt: at,
      modifiedAt: at,
      author,
      changedAt: ++drive.clock,
      isDeleted: false,
      ...given,
    };
    drive.items.set(item.id, item);
    return item;
  }

  #touch(drive: ModelDrive, item: ModelItem, change: Partial<ModelItem>): void {
    Object.assign(item, change, { changedAt: ++drive.clock, modifiedAt: this.#now() });
  }

  #now(): string {
    return new Date(Date.UTC(2026, 0, 1) + ++this.#count * 1000).toISOString();
  }

  #hash(text: string): string {
    return createHash("sha256")
      .update(this.#name + text)
      .digest("hex");
  }

  #guid(text: string): string {
    return this.#hash(text).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, "$1-$2-$3-$4-$5");
  }
}
