import type { AtlassianSite } from "#lib/sources/atlassian/site.ts";
import { cloudContent, v2 } from "./cloud-lists.ts";
import { newContent } from "./content-schemas.ts";
import { isOnesFault, notCurrent, storageOrView } from "./faults.ts";
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

/** One body; of a page whose storage format fails, the HTML that is shown. @throws VendorError 404 when it is gone */
export function cloudBody(site: AtlassianSite, { id, type }: Content): Promise<Body> {
  const path = `${v2}/${collections[type]}/${id}`;
  return storageOrView(async (format) => {
    const found = await site.json(path, newContent, { "body-format": format });
    const content = cloudContent(type, found, `${site.root}/wiki`);
    if (!content) throw notCurrent(site.root + path, found.status);
    return { format, value: found.body?.[format]?.value ?? "", content };
  });
}
