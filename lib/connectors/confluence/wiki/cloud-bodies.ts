import { FetchError } from "#lib/net/fetch-error.ts";
import type { AtlassianSite } from "#lib/sources/atlassian/site.ts";
import { VendorError } from "#lib/sources/vendor/vendor-error.ts";
import { cloudContent, v2 } from "./cloud-lists.ts";
import { newContent } from "./content-schemas.ts";
import { listed } from "./listing.ts";
import type { Body, Content } from "./wiki.ts";

const collections = { page: "pages", blogpost: "blogposts" } as const;

/**
 * Bodies of some pages and posts in one request for each kind. What isn't answered (it is gone, or Confluence couldn't
 * give one of them and so gave none) is left to `cloudBody`.
 */
export async function cloudBodies(
  site: AtlassianSite,
  contents: readonly Content[],
): Promise<Map<string, Body>> {
  const bodies = new Map<string, Body>();
  for (const type of ["page", "blogpost"] as const) {
    const ids = contents.filter((content) => content.type === type).map(({ id }) => id);
    if (ids.length === 0) continue;
    try {
      for (const body of await someBodies(site, type, ids)) bodies.set(body.content.id, body);
    } catch (error) {
      if (!isOnesFault(error)) throw error;
    }
  }
  return bodies;
}

async function someBodies(site: AtlassianSite, type: Content["type"], ids: string[]): Promise<Body[]> {
  const bodies: Body[] = [];
  const parts = listed(site, {
    path: `${v2}/${collections[type]}`,
    item: newContent,
    query: { id: ids, status: "current", "body-format": "storage" },
    limit: ids.length,
    from: null,
  });
  for await (const { results } of parts) {
    for (const found of results) {
      const content = cloudContent(type, found, `${site.root}/wiki`);
      const value = found.body?.storage?.value;
      if (content && value !== undefined) bodies.push({ format: "storage", value, content });
    }
  }
  return bodies;
}

/** One body that can't be given fails the whole request (CONFCLOUD-76433); so does too much at once. */
function isOnesFault(error: unknown): boolean {
  if (error instanceof VendorError) return error.kind === "unavailable" || error.status === 404;
  return error instanceof FetchError && error.kind === "too_large";
}

/** One body; of a page whose storage format fails, the HTML that is shown. @throws VendorError 404 when it is gone */
export async function cloudBody(site: AtlassianSite, content: Content): Promise<Body> {
  try {
    return await oneBody(site, content, "storage");
  } catch (error) {
    if (!(error instanceof VendorError) || error.status !== 500) throw error;
    return oneBody(site, content, "view");
  }
}

async function oneBody(site: AtlassianSite, content: Content, format: Body["format"]): Promise<Body> {
  const { id, type } = content;
  const path = `${v2}/${collections[type]}/${id}`;
  const found = await site.json(path, newContent, { "body-format": format });
  const current = cloudContent(type, found, `${site.root}/wiki`);
  const failure = { method: "GET", url: site.root + path, headers: {}, body: null };
  if (!current) throw new VendorError({ ...failure, status: 404 }, { message: `It is ${found.status} now.` });
  return { format, value: found.body?.[format]?.value ?? "", content: current };
}
