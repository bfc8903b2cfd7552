import type { VendorAnswer, VendorCall } from "#lib/sources/vendor/testing/vendor-server.ts";
import { parseCql } from "./cql.ts";
import type { ModelItem, WikiModel } from "./model.ts";

/** How a site of either kind answers in the older API's form. */
export type OlderSite = {
  model: WikiModel;
  origin: string;
  /** `/wiki`, or a context path. */
  context: string;
  isCloud: boolean;
  /** Entries at a time, whatever was asked for. */
  maxLimit: number;
};

export function oldError(status: number, message: string): VendorAnswer {
  const reason = { 400: "Bad Request", 403: "Forbidden", 404: "Not Found" }[status] ?? "Error";
  const data = { authorized: status !== 403, valid: status !== 400, errors: [], successful: false };
  return { status, json: { statusCode: status, data, message, reason } };
}

/** A list in the older API's form: Cloud goes on by cursor in searches, all else by offset. */
export function oldList(site: OlderSite, call: VendorCall, items: unknown[], byCursor = false): VendorAnswer {
  const { searchParams, pathname } = call.url;
  const cursor = searchParams.get("cursor");
  const start = cursor
    ? Number(Buffer.from(cursor, "base64url").toString())
    : Number(searchParams.get("start") ?? 0);
  const limit = Math.min(Number(searchParams.get("limit") ?? 25), site.maxLimit);
  const results = items.slice(start, start + limit);
  const next = new URLSearchParams(searchParams);
  next.delete("start");
  next.delete("cursor");
  if (byCursor) next.set("cursor", Buffer.from(String(start + limit)).toString("base64url"));
  // Data Center counts on from what was asked for, not from what it gave (CONFSERVER-95272).
  else next.set("start", String(start + (site.isCloud ? limit : Number(searchParams.get("limit") ?? 25))));
  const path = pathname.slice(pathname.indexOf("/rest/api"));
  const hasMore = start + limit < items.length;
  return {
    json: {
      results,
      start,
      limit,
      size: results.length,
      _links: {
        base: site.origin + site.context,
        context: site.context,
        self: `${site.origin}${pathname}`,
        ...(hasMore ? { next: `${path}?${next}` } : {}),
      },
    },
  };
}

export function userOf(site: OlderSite, id: string) {
  const { name, email } = site.model.users.get(id) ?? { name: "", email: "" };
  const [username = ""] = name.toLowerCase().split(" ");
  const known = { type: "known", displayName: name, publicName: name, email, _links: {}, _expandable: {} };
  return site.isCloud
    ? { ...known, accountId: id, accountType: "atlassian", username: undefined }
    : { ...known, userKey: id, username };
}

/** A piece of content with what was asked to be expanded, the rest as `_expandable`. */
export function oldContentOf(site: OlderSite, item: ModelItem, expand: string): Record<string, unknown> {
  const asked = new Set(expand.split(","));
  const { model } = site;
  const path = `/rest/api/content/${item.id}`;
  const space = model.spaceOf(item);
  const parts: Record<string, () => unknown> = {
    space: () => ({
      id: Number(space.id),
      key: space.key,
      name: space.name,
      type: "global",
      status: "current",
      _expandable: {},
      _links: { webui: `/spaces/${space.key}` },
    }),
    version: () => ({
      by: userOf(site, item.authorId),
      when: item.modifiedAt.toISOString(),
      number: item.version,
      minorEdit: false,
    }),
    history: () => ({
      latest: true,
      createdBy: userOf(site, item.authorId),
      createdDate: item.createdAt.toISOString(),
    }),
    ancestors: () =>
      model.ancestors(item).map(({ id, type, status, title }) => ({ id, type, status, title })),
    restrictions: () => ({ read: restrictionOf(site, item), _expandable: {} }),
    container: () => ({ id: item.containerId, type: "page", title: "", _links: {} }),
  };
  const isAsked = (name: string) => [...asked].some((one) => one === name || one.startsWith(`${name}.`));
  const given = Object.keys(parts).filter(
    (name) => isAsked(name) && (name !== "container" || item.containerId),
  );
  const body = ["storage", "view"].filter((format) => asked.has(`body.${format}`));
  return {
    id: item.id,
    type: item.type,
    status: item.status,
    title: item.title,
    ...Object.fromEntries(given.map((name) => [name, parts[name]?.()])),
    ...(body.length > 0
      ? {
          body: Object.fromEntries(
            body.map((format) => [format, { value: item.body, representation: format, _expandable: {} }]),
          ),
        }
      : {}),
    ...extensionsOf(item),
    _expandable: item.containerId ? { container: `/rest/api/content/${item.containerId}` } : {},
    _links: {
      self: site.origin + site.context + path,
      webui: webui(item),
      ...(item.type === "attachment"
        ? {
            download: `/download/attachments/${item.containerId}/${encodeURIComponent(item.title)}?version=${item.version}`,
          }
        : {}),
    },
  };
}

function restrictionOf(site: OlderSite, { restrictedTo = { users: [], groups: [] } }: ModelItem) {
  const users = restrictedTo.users.map((id) => userOf(site, id));
  const groups = restrictedTo.groups.map((name) => ({ type: "group", name, id: name }));
  return {
    operation: "read",
    restrictions: {
      user: { results: users, start: 0, limit: 200, size: users.length },
      group: { results: groups, start: 0, limit: 200, size: groups.length },
      _expandable: {},
    },
    _expandable: {},
    _links: {},
  };
}

function extensionsOf(item: ModelItem): Record<string, unknown> {
  if (item.type === "attachment") {
    const { mediaType, bytes } = item;
    return { extensions: { mediaType, fileSize: bytes?.length ?? 0, comment: "" }, metadata: { mediaType } };
  }
  if (item.type !== "comment") return { extensions: { position: "none" } };
  const inline = item.about === undefined ? {} : { inlineProperties: { originalSelection: item.about } };
  const resolution = { status: item.isResolved ? "resolved" : "open" };
  return { extensions: { location: item.about ? "inline" : "footer", ...inline, resolution } };
}

export function webui({ type, spaceKey, id, title, containerId, createdAt }: ModelItem): string {
  const name = encodeURIComponent(title.replaceAll(" ", "+"));
  if (type === "comment") return `/spaces/${spaceKey}/pages/${containerId}?focusedCommentId=${id}`;
  if (type === "attachment") return `/pages/viewpageattachments.action?pageId=${containerId}&preview=${id}`;
  if (type === "folder") return `/spaces/${spaceKey}/folder/${id}`;
  const day = createdAt.toISOString().slice(0, 10).replaceAll("-", "/");
  return type === "blogpost"
    ? `/spaces/${spaceKey}/blog/${day}/${id}/${name}`
    : `/spaces/${spaceKey}/pages/${id}/${name}`;
}

/** Searches and comments, which both kinds answer alike. Undefined for any other path (without `/rest/api`). */
export function answerOlder(site: OlderSite, call: VendorCall, path: string): VendorAnswer | undefined {
  const { model } = site;
  const expand = call.url.searchParams.get("expand") ?? "";
  if (path === "/content/search" || path === "/search") {
    const found = search(site, call.url.searchParams.get("cql") ?? "");
    if (!Array.isArray(found)) return found;
    if (path === "/search") return counted(call, found);
    return oldList(
      site,
      call,
      found.map((item) => oldContentOf(site, item, expand)),
      site.isCloud,
    );
  }
  const [, owner] = /^\/content\/(\w+)\/(?:descendant|child)\/comment$/.exec(path) ?? [];
  if (!owner) return undefined;
  const comments = model.current("comment").filter(({ containerId }) => containerId === owner);
  return oldList(
    site,
    call,
    comments.map((item) => oldContentOf(site, item, expand)),
  );
}

function search({ model }: OlderSite, cql: string): ModelItem[] | VendorAnswer {
  try {
    const all = model.current("page", "blogpost", "comment", "attachment", "folder", "whiteboard");
    return all.filter(parseCql(cql, model));
  } catch (error) {
    return oldError(400, error instanceof Error ? error.message : "Bad CQL");
  }
}

function counted({ url }: VendorCall, found: ModelItem[]): VendorAnswer {
  const cqlQuery = url.searchParams.get("cql") ?? "";
  const json = {
    results: [],
    start: 0,
    limit: 1,
    size: 0,
    totalSize: found.length,
    cqlQuery,
    searchDuration: 1,
    _links: {},
  };
  return { json };
}
