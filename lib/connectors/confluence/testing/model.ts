export type ModelType = "page" | "blogpost" | "folder" | "whiteboard" | "comment" | "attachment";

export type ModelItem = {
  id: string;
  type: ModelType;
  status: "current" | "archived" | "trashed";
  title: string;
  spaceKey: string;
  /** What a page or folder hangs below. */
  parentId: string | null;
  /** The page that a comment or file belongs to. */
  containerId: string | null;
  version: number;
  body: string;
  createdAt: Date;
  modifiedAt: Date;
  authorId: string;
  /** The words that an inline comment is about. */
  about?: string;
  isResolved?: boolean;
  /** Who alone may view it. */
  restrictedTo?: { users: string[]; groups: string[] };
  mediaType?: string;
  bytes?: Buffer;
};

export type ModelSpace = { id: string; key: string; name: string; homepageId?: string };

/** What a Confluence holds, whichever kind it is. Each change is a second later than the last. */
export class WikiModel {
  readonly spaces = new Map<string, ModelSpace>();
  readonly items = new Map<string, ModelItem>();
  readonly users = new Map([
    ["5b10ac8d82e05b22cc7d4ef500000001", { name: "Ada Lovelace", email: "ada@example.com" }],
    ["5b10ac8d82e05b22cc7d4ef600000002", { name: "Grace Hopper", email: "" }],
  ]);
  #nextId = 100_000;
  #now = Date.parse("2026-01-05T08:00:00Z");

  get now(): Date {
    return new Date(this.#now);
  }

  wait(ms: number): void {
    this.#now += ms;
  }

  #tick(): Date {
    this.#now += 1000;
    return new Date(this.#now);
  }

  addSpace(key: string, name = `Space ${key}`): ModelSpace {
    const space = { id: String(this.#nextId++), key, name };
    this.spaces.set(key, space);
    return space;
  }

  add(item: Partial<ModelItem> & Pick<ModelItem, "title">): string {
    const type = item.type ?? "page";
    const id = type === "attachment" ? `att${this.#nextId++}` : String(this.#nextId++);
    const at = this.#tick();
    const [spaceKey = "DOCS"] = this.spaces.keys();
    this.items.set(id, {
      id,
      type,
      status: "current",
      spaceKey,
      parentId: null,
      containerId: null,
      version: 1,
      body: "",
      createdAt: at,
      modifiedAt: at,
      authorId: "5b10ac8d82e05b22cc7d4ef500000001",
      ...item,
    });
    return id;
  }

  addPage(title: string, body: string, more: Partial<ModelItem> = {}): string {
    return this.add({ title, body, ...more });
  }

  addComment(containerId: string, body: string, more: Partial<ModelItem> = {}): string {
    const { title, spaceKey } = this.get(containerId);
    return this.add({ type: "comment", title: `Re: ${title}`, spaceKey, containerId, body, ...more });
  }

  addFile(containerId: string, title: string, bytes: string | Buffer, mediaType = "text/plain"): string {
    const { spaceKey } = this.get(containerId);
    return this.add({
      type: "attachment",
      title,
      spaceKey,
      containerId,
      bytes: Buffer.from(bytes),
      mediaType,
    });
  }

  get(id: string): ModelItem {
    const item = this.items.get(id);
    if (!item) throw new Error(`There is no ${id}.`);
    return item;
  }

  /** A change of text or title is a new version. */
  change(id: string, change: Partial<Pick<ModelItem, "body" | "title" | "bytes">>): void {
    const item = this.get(id);
    Object.assign(item, change, { version: item.version + 1, modifiedAt: this.#tick() });
  }

  /** A move is none. */
  move(id: string, to: Partial<Pick<ModelItem, "parentId" | "spaceKey">>): void {
    Object.assign(this.get(id), to);
  }

  archive(id: string): void {
    this.get(id).status = "archived";
  }

  /** Into the trash, with what belongs to it. What hangs below moves up. */
  remove(id: string): void {
    const item = this.get(id);
    item.status = "trashed";
    for (const other of this.items.values()) {
      if (other.containerId === id) other.status = "trashed";
      if (other.parentId === id) other.parentId = item.parentId;
    }
  }

  /** What is current, and whose page is. */
  current(...types: ModelType[]): ModelItem[] {
    return [...this.items.values()].filter(
      ({ type, status, containerId }) =>
        types.includes(type) &&
        status === "current" &&
        (containerId === null || this.items.get(containerId)?.status === "current"),
    );
  }

  /** What is above an item, from the top. */
  ancestors({ parentId }: ModelItem): ModelItem[] {
    const parent = parentId === null ? undefined : this.items.get(parentId);
    return parent ? [...this.ancestors(parent), parent] : [];
  }

  spaceOf({ spaceKey }: ModelItem): ModelSpace {
    const space = this.spaces.get(spaceKey);
    if (!space) throw new Error(`There is no space ${spaceKey}.`);
    return space;
  }
}
