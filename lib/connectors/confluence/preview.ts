import { z } from "zod";
import { previewItem } from "#lib/connectors/preview-item.ts";
import type { PreviewContext, PreviewItem, PreviewPart } from "#lib/connectors/source.ts";
import { fileSkipReason } from "#lib/sources/vendor/load-file.ts";
import { VendorError } from "#lib/sources/vendor/vendor-error.ts";
import { attachedTo } from "./reading/entries.ts";
import { planOf } from "./reading/plan.ts";
import { beginning } from "./reading/position.ts";
import { walkPlan } from "./reading/walk-plan.ts";
import { optionsOf } from "./reading/walk-step.ts";
import { resolvedQuery } from "./resolved-query.ts";
import type { ConfluenceSlots } from "./slots.ts";
import { olderRoot } from "./wiki/older.ts";
import { assertSeesSpaces, type openWiki } from "./wiki/open-wiki.ts";
import type { Attached, Content, Wiki } from "./wiki/wiki.ts";

type Opened = Awaited<ReturnType<typeof openWiki>>;

/** The first pages that a run would list, and what the settings come to as a CQL query. No body is downloaded. */
export async function* previewConfluence(
  { slots, limit }: PreviewContext<ConfluenceSlots>,
  open: () => Promise<Opened>,
): AsyncGenerator<PreviewPart> {
  const { wiki, signedIn } = await open();
  assertSeesSpaces(signedIn);
  const plan = planOf(slots);
  const resolved = await resolvedQuery(wiki, plan);
  yield { resolved, estimatedTotal: await count(wiki, resolved) };
  const { config } = slots;
  const seen = new Set<string>();
  for await (const piece of walkPlan(wiki, plan, { from: beginning(0), options: optionsOf(slots) })) {
    const contents = piece.contents.slice(0, limit + 1);
    const files = config.include_attachments ? await filesOf(wiki, contents) : [];
    const items = [
      ...piece.told.flatMap(previewItem),
      ...contents.map(contentItem),
      ...[...piece.files, ...files].map(fileItem),
    ].filter(({ key }) => !seen.has(key));
    const room = limit - seen.size;
    for (const { key } of items.slice(0, room)) seen.add(key);
    yield { items: items.slice(0, room), hasMore: items.length > room };
    if (items.length > room) return;
  }
}

async function filesOf(wiki: Wiki, contents: readonly Content[]): Promise<Attached[]> {
  const attached = await attachedTo(
    wiki,
    contents.map(({ id }) => id),
    { files: true },
  );
  return attached.filter(({ type }) => type === "attachment");
}

function contentItem({ id, title, link }: Content): PreviewItem {
  return { key: id, title, link, kind: "content", mime: "text/html" };
}

function fileItem(file: Attached): PreviewItem {
  const { id, title, link, mediaType: mime, sizeBytes } = file;
  const reason = fileSkipReason(file.mediaType, file.sizeBytes);
  const item = { key: id, title, link, mime, sizeBytes };
  return reason === undefined ? { ...item, kind: "content" } : { ...item, kind: "skipped", reason };
}

const counted = z.object({ totalSize: z.number() });

/** How many pages the query finds; unknown when the site doesn't count or refuses it. */
async function count(wiki: Wiki, cql: string): Promise<number | undefined> {
  try {
    const { totalSize } = await wiki.site.json(`${olderRoot(wiki)}/search`, counted, { cql, limit: 1 });
    return totalSize;
  } catch (error) {
    if (error instanceof VendorError && error.status < 500 && error.kind === "misconfigured")
      return undefined;
    throw error;
  }
}
