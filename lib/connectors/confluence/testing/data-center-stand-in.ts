import {
  openVendorServer,
  type VendorAnswer,
  type VendorCall,
} from "#lib/sources/vendor/testing/vendor-server.ts";
import { type ModelItem, WikiModel } from "./model.ts";
import { answerOlder, type OlderSite, oldContentOf, oldError, oldList, userOf } from "./older-api.ts";

const context = "/confluence";

/** A Confluence Data Center on the loopback, under a context path. */
export async function openDataCenterStandIn({ maxLimit = 20 }: { maxLimit?: number } = {}) {
  const model = new WikiModel();
  const site: OlderSite = { model, origin: "", context, isCloud: false, maxLimit };
  const server = await openVendorServer((call) => {
    if (!call.url.pathname.startsWith(`${context}/`)) return { status: 404, body: "<h1>Not found</h1>" };
    if (call.headers.authorization !== "Bearer pat") return { status: 401, body: "<h1>Unauthorized</h1>" };
    return answer(site, call, call.url.pathname.slice(context.length));
  });
  site.origin = server.origin;
  return {
    model,
    server,
    site,
    hosts: [server.host],
    credentials: { personal_access_token: "pat" },
    root: server.origin + context,
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}

export type DataCenterStandIn = Awaited<ReturnType<typeof openDataCenterStandIn>>;

function answer(site: OlderSite, call: VendorCall, path: string): VendorAnswer {
  const file = /^\/download\/attachments\/(\w+)\/(.+)$/.exec(path);
  if (file) return download(site, file[1] ?? "", decodeURIComponent(file[2] ?? ""));
  if (!path.startsWith("/rest/api")) return { status: 404, body: "<h1>Not found</h1>" };
  const rest = path.slice("/rest/api".length);
  if (rest === "/user/current") return { json: userOf(site, "5b10ac8d82e05b22cc7d4ef500000001") };
  if (rest === "/user") return user(site, call.url.searchParams);
  if (rest === "/space") return spaces(site, call);
  if (rest === "/content") return contents(site, call);
  const older = answerOlder(site, call, rest);
  if (older) return older;
  const [, id] = /^\/content\/(\w+)$/.exec(rest) ?? [];
  return id ? single(site, call, id) : oldError(404, "No such path");
}

function download({ model }: OlderSite, ownerId: string, title: string): VendorAnswer {
  const item = model.current("attachment").find((one) => one.containerId === ownerId && one.title === title);
  return item?.bytes ? { body: item.bytes } : { status: 404, body: "<h1>Not found</h1>" };
}

function user(site: OlderSite, query: URLSearchParams): VendorAnswer {
  const [key, name] = [query.get("key"), query.get("username")];
  const id = [...site.model.users.keys()].find((one) => one === key || userOf(site, one).username === name);
  return id ? { json: userOf(site, id) } : oldError(404, `No user found with key : ${key ?? name}`);
}

function spaces(site: OlderSite, call: VendorCall): VendorAnswer {
  const keys = call.url.searchParams.getAll("spaceKey");
  const found = [...site.model.spaces.values()].filter(({ key }) => keys.length === 0 || keys.includes(key));
  return oldList(
    site,
    call,
    found.map(({ id, key, name, homepageId }) => ({
      id: Number(id),
      key,
      name,
      type: "global",
      status: "current",
      ...(homepageId ? { homepage: { id: homepageId, type: "page", status: "current", title: "" } } : {}),
      _expandable: {},
      _links: { webui: `/display/${key}` },
    })),
  );
}

function contents(site: OlderSite, call: VendorCall): VendorAnswer {
  const { searchParams } = call.url;
  const type = (searchParams.get("type") ?? "page") as ModelItem["type"];
  const [spaceKey, title] = [searchParams.get("spaceKey"), searchParams.get("title")];
  const found = site.model
    .current(type)
    .filter((item) => spaceKey === null || item.spaceKey === spaceKey)
    .filter((item) => title === null || item.title === title);
  return oldList(
    site,
    call,
    found.map((item) => oldContentOf(site, item, searchParams.get("expand") ?? "")),
  );
}

function single(site: OlderSite, call: VendorCall, id: string): VendorAnswer {
  const item = site.model.items.get(id);
  if (item?.status !== "current") return oldError(404, `No content found with id: ContentId{id=${id}}`);
  return { json: oldContentOf(site, item, call.url.searchParams.get("expand") ?? "") };
}
