import {
  openVendorServer,
  type VendorAnswer,
  type VendorCall,
} from "#lib/sources/vendor/testing/vendor-server.ts";
import { type ModelItem, WikiModel } from "./model.ts";
import { answerOlder, type OlderSite, userOf, webui } from "./older-api.ts";

export const cloudId = "11111111-aaaa-bbbb-cccc-222222222222";

export type CloudStandInOptions = {
  /** Entries at a time, whatever was asked for. */
  maxLimit?: number;
  /** Accepted: an e-mail address and token. */
  account?: { email: string; token: string };
};

/** A Confluence Cloud on the loopback, with its media host and Atlassian's gateway on others. */
export async function openCloudStandIn(options: CloudStandInOptions = {}) {
  const { maxLimit = 20, account = { email: "bot@example.com", token: "secret" } } = options;
  const model = new WikiModel();
  const media = await openVendorServer(({ url }) => {
    const bytes = model.items.get(url.pathname.slice(1))?.bytes;
    return bytes ? { body: bytes, headers: { "content-type": "application/octet-stream" } } : { status: 404 };
  }, "127.0.0.2");
  const site = { model, origin: "", context: "/wiki", isCloud: true, maxLimit, media: media.origin };
  const authorization = `Basic ${Buffer.from(`${account.email}:${account.token}`).toString("base64")}`;
  const server = await openVendorServer((call) => {
    if (call.url.pathname === "/_edge/tenant_info") return { json: { cloudId } };
    const isKnown = call.headers.authorization === authorization;
    return isKnown ? answer(site, call, call.url.pathname) : answerVisitor(call);
  });
  site.origin = server.origin;
  const gateway = await openVendorServer((call) => {
    const prefix = `/ex/confluence/${cloudId}`;
    if (call.headers.authorization !== authorization) {
      return { status: 401, json: { code: 401, message: "Unauthorized" } };
    }
    if (!call.url.pathname.startsWith(prefix))
      return { status: 404, json: { code: 404, message: "Not found" } };
    return answer(site, call, call.url.pathname.slice(prefix.length));
  }, "127.0.0.3");
  return {
    model,
    server,
    media,
    gateway,
    site,
    hosts: [server.host, media.host, gateway.host],
    credentials: { email: account.email, api_token: account.token },
    async [Symbol.asyncDispose]() {
      await server[Symbol.asyncDispose]();
      await media[Symbol.asyncDispose]();
      await gateway[Symbol.asyncDispose]();
    },
  };
}

export type CloudStandIn = Awaited<ReturnType<typeof openCloudStandIn>>;

type Site = OlderSite & { media: string };

/** Whom Cloud doesn't know, it takes for a visitor: 200, and nothing to see. */
function answerVisitor({ url }: VendorCall): VendorAnswer {
  if (url.pathname.endsWith("/user/current"))
    return { json: { type: "anonymous", displayName: "Anonymous", _links: {} } };
  return { json: { results: [], _links: {} } };
}

function newError(status: number, title: string): VendorAnswer {
  return {
    status,
    json: { errors: [{ status, code: title.toUpperCase().replaceAll(" ", "_"), title, detail: "" }] },
  };
}

function answer(site: Site, call: VendorCall, pathname: string): VendorAnswer {
  if (pathname.startsWith("/wiki/rest/api"))
    return answerOld(site, call, pathname.slice("/wiki/rest/api".length));
  const path = pathname.slice("/wiki/api/v2".length);
  const [, collection = "", id, rest] = /^\/([\w-]+)(?:\/(\w+))?(?:\/([\w-]+))?$/.exec(path) ?? [];
  if (collection === "users-bulk") return people(site, call);
  if (collection === "spaces") return spaces(site, call);
  if (rest === "descendants") return descendants(site, call, id ?? "");
  if (id !== undefined) return single(site, call, collection, id);
  if (collection === "attachments")
    return list(site, call, site.model.current("attachment").sort(byTime), newAttachmentOf);
  if (collection.endsWith("-comments")) return comments(site, call, collection);
  const type = { pages: "page", blogposts: "blogpost" }[collection];
  return type ? contents(site, call, type as "page") : newError(404, "Not Found");
}

function answerOld(site: Site, call: VendorCall, path: string): VendorAnswer {
  if (path === "/user/current") return { json: userOf(site, "5b10ac8d82e05b22cc7d4ef500000001") };
  const [, owner, file] = /^\/content\/(\w+)\/child\/attachment\/(\w+)\/download$/.exec(path) ?? [];
  if (file) {
    const item = site.model
      .current("attachment")
      .find(({ id, containerId }) => id === file && containerId === owner);
    return item
      ? { status: 302, headers: { location: `${site.media}/${file}` } }
      : newError(404, "Not Found");
  }
  return answerOlder(site, call, path) ?? newError(404, "Not Found");
}

/** A list of version 2, on by a cursor: the id after which it goes on, so that changes don't disturb it. */
function list<T extends { id: string }>(
  site: Site,
  { url }: VendorCall,
  items: T[],
  show: (item: T) => unknown,
): VendorAnswer {
  const cursor = url.searchParams.get("cursor");
  const limit = Number(url.searchParams.get("limit") ?? 25);
  if (limit > 250) return newError(400, "The limit is too large");
  const after = cursor === null ? undefined : Buffer.from(cursor, "base64url").toString();
  if (after?.startsWith("old")) return newError(400, "Invalid cursor");
  const isById = url.searchParams.get("sort") !== newestFirst;
  const start =
    after === undefined
      ? 0
      : isById
        ? items.findIndex(({ id }) => Number(id) > Number(after))
        : items.findIndex(({ id }) => id === after) + 1;
  const left = start === -1 ? [] : items.slice(start);
  const results = left.slice(0, Math.min(limit, site.maxLimit));
  const next = new URLSearchParams(url.searchParams);
  next.set("cursor", Buffer.from(results.at(-1)?.id ?? "").toString("base64url"));
  const path = url.pathname.slice(url.pathname.indexOf("/wiki"));
  const links = left.length > results.length ? { next: `${path}?${next}` } : {};
  return { json: { results: results.map(show), _links: { ...links, base: `${site.origin}/wiki` } } };
}

const newestFirst = "-modified-date";
const byTime = (a: ModelItem, b: ModelItem) => b.modifiedAt.getTime() - a.modifiedAt.getTime();
const byId = (a: { id: string }, b: { id: string }) => Number(a.id) - Number(b.id);

function contents(site: Site, call: VendorCall, type: "page" | "blogpost"): VendorAnswer {
  const { searchParams } = call.url;
  const statuses = searchParams.getAll("status").flatMap((value) => value.split(","));
  const wanted = statuses.length > 0 ? statuses : ["current", "archived"];
  const ids = searchParams.getAll("id");
  const spaceIds = searchParams.getAll("space-id");
  const title = searchParams.get("title");
  const found = [...site.model.items.values()]
    .filter((item) => item.type === type && wanted.includes(item.status))
    .filter(({ id }) => ids.length === 0 || ids.includes(id))
    .filter((item) => spaceIds.length === 0 || spaceIds.includes(site.model.spaceOf(item).id))
    .filter((item) => title === null || item.title === title)
    .sort(searchParams.get("sort") === newestFirst ? byTime : byId);
  return list(site, call, found, (item) => newContentOf(site, item, searchParams.get("body-format")));
}

function newContentOf(site: Site, item: ModelItem, format: string | null) {
  const parent = item.parentId === null ? undefined : site.model.items.get(item.parentId);
  return {
    id: item.id,
    status: item.status,
    title: item.title,
    spaceId: site.model.spaceOf(item).id,
    ...(item.type === "page"
      ? {
          parentId: item.parentId,
          parentType: parent?.type ?? null,
          position: 1,
          ownerId: item.authorId,
          lastOwnerId: null,
        }
      : {}),
    authorId: item.authorId,
    createdAt: item.createdAt.toISOString(),
    version: {
      number: item.version,
      createdAt: item.modifiedAt.toISOString(),
      message: "",
      minorEdit: false,
      authorId: item.authorId,
    },
    body: format === null ? {} : { [format]: { representation: format, value: item.body } },
    _links: { webui: webui(item), editui: `/pages/resumedraft.action?draftId=${item.id}`, tinyui: "/x/abc" },
  };
}

function single(site: Site, call: VendorCall, collection: string, id: string): VendorAnswer {
  const item = site.model.items.get(id);
  const type = {
    pages: "page",
    blogposts: "blogpost",
    folders: "folder",
    whiteboards: "whiteboard",
    attachments: "attachment",
  }[collection];
  if (!item || item.type !== type || item.status === "trashed") return newError(404, "Not Found");
  if (type === "attachment") return { json: newAttachmentOf(item) };
  const content = newContentOf(site, item, call.url.searchParams.get("body-format"));
  if (type === "page" || type === "blogpost") return { json: content };
  const parent = item.parentId === null ? undefined : site.model.items.get(item.parentId);
  const { body: _body, ...rest } = content;
  return { json: { ...rest, type, parentId: item.parentId, parentType: parent?.type ?? null } };
}

function newAttachmentOf(item: ModelItem) {
  return {
    id: item.id,
    status: item.status,
    title: item.title,
    createdAt: item.createdAt.toISOString(),
    pageId: item.containerId,
    mediaType: item.mediaType,
    fileSize: item.bytes?.length ?? 0,
    version: { number: item.version, createdAt: item.modifiedAt.toISOString(), authorId: item.authorId },
    _links: { webui: webui(item), download: `/download/attachments/${item.containerId}/${item.title}` },
  };
}

function comments(site: Site, call: VendorCall, collection: string): VendorAnswer {
  const isInline = collection === "inline-comments";
  const found = site.model.current("comment").filter(({ about }) => (about !== undefined) === isInline);
  return list(site, call, found.sort(byTime), (item) => ({
    id: item.id,
    status: item.status,
    title: item.title,
    pageId: item.containerId,
    version: { number: item.version, createdAt: item.modifiedAt.toISOString(), authorId: item.authorId },
    _links: { webui: webui(item) },
  }));
}

/** Two levels, unless told otherwise, and ten at most: what hangs deeper isn't answered, and nothing says so. */
function descendants(site: Site, call: VendorCall, rootId: string): VendorAnswer {
  const depth = Number(call.url.searchParams.get("depth") ?? 2);
  if (depth > 10) return newError(400, "The depth is too large");
  const root = site.model.items.get(rootId);
  if (!root || root.status === "trashed") return newError(404, "Not Found");
  const found = site.model
    .current("page", "folder", "whiteboard")
    .map((item) => ({ ...item, depth: depthBelow(site.model, item, rootId) }))
    .filter((item) => item.depth > 0 && item.depth <= depth)
    .sort(byId);
  return list(site, call, found, ({ id, status, title, type, parentId, depth: level }) => {
    return { id, status, title, type, parentId, depth: level, childPosition: 0 };
  });
}

function depthBelow(model: WikiModel, item: ModelItem, rootId: string): number {
  const above = model.ancestors(item).map(({ id }) => id);
  return above.includes(rootId) ? above.length - above.indexOf(rootId) : 0;
}

function spaces(site: Site, call: VendorCall): VendorAnswer {
  const { searchParams } = call.url;
  const [keys, ids] = [searchParams.getAll("keys"), searchParams.getAll("ids")];
  const found = [...site.model.spaces.values()]
    .filter(({ key }) => keys.length === 0 || keys.includes(key))
    .filter(({ id }) => ids.length === 0 || ids.includes(id))
    .sort(byId);
  return list(site, call, found, (space) => ({
    ...space,
    type: "global",
    status: "current",
    authorId: "5b10ac8d82e05b22cc7d4ef500000001",
    createdAt: "2026-01-01T00:00:00.000Z",
    _links: { webui: `/spaces/${space.key}` },
  }));
}

function people(site: Site, call: VendorCall): VendorAnswer {
  const { accountIds } = JSON.parse(call.body) as { accountIds: string[] };
  if (call.method !== "POST" || accountIds.length > 250) return newError(400, "Too many accounts");
  const results = accountIds.flatMap((accountId) => {
    const user = site.model.users.get(accountId);
    if (!user) return [];
    return {
      accountId,
      displayName: user.name,
      publicName: user.name,
      email: user.email,
      accountType: "atlassian",
      accountStatus: "active",
    };
  });
  return { json: { results, _links: {} } };
}
