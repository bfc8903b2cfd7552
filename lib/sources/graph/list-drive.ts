import { z } from "zod";
import { type Batch, type ReadContext, SourceError } from "#lib/connectors/source.ts";
import { VendorError } from "#lib/sources/vendor/vendor-error.ts";
import type { GraphClient } from "./client.ts";
import { type ListedItem, listedItem } from "./facts.ts";
import { forgetItems, forgetUnlisted, rememberItems } from "./mirror.ts";
import type { Progress } from "./progress.ts";
import { type DriveItem, driveItemFields, driveItemSchema, pageOf } from "./wire.ts";

const deltaPage = pageOf(driveItemSchema);
/** Items of a page at most; Microsoft may give fewer. */
const pageSize = 500;
/** A listing that Microsoft forgets while it is under way begins anew, but not for ever. */
const maxRestarts = 3;

/**
 * Brings the mirror of a drive up to what its delta tells, page by page. A link that Microsoft forgot (410) begins a
 * complete listing at the place it names; what that doesn't name is gone, whichever kind of resync it is, for nothing
 * here is newer than there.
 *
 * @param deltaLink what the last run was left with; without one the listing is complete
 * @see learn.microsoft.com/graph/api/driveitem-delta
 * @throws SourceError when the drive can't be listed
 */
export async function* listDrive(
  read: ReadContext<unknown>,
  client: GraphClient,
  feed: string,
  progress: Progress,
  deltaLink: string | undefined,
): AsyncGenerator<Batch> {
  const begun = progress.at?.feed === feed ? progress.at : undefined;
  let isFull = begun ? begun.isFull : deltaLink === undefined;
  let link = begun?.link ?? deltaLink ?? freshLink(client, feed);
  let restarts = begun?.restarts ?? 0;
  let items = isFull && !begun ? [await readRoot(client, feed)] : [];
  for (;;) {
    const page = await client.json({ url: client.own(link) }, deltaPage).catch((error) => {
      const fresh = resyncLink(error, client, feed);
      if (fresh === undefined || restarts++ === maxRestarts) throw error;
      [link, isFull] = [fresh, true];
    });
    if (page === undefined) {
      items = [await readRoot(client, feed)];
      continue;
    }
    items.push(...page.value);
    const next = page["@odata.nextLink"];
    const done = page["@odata.deltaLink"];
    if ((!next && !done) || next === link) {
      throw new SourceError(
        "unavailable",
        "Microsoft Graph's listing of a library breaks off in the middle.",
      );
    }
    const listed = items;
    // What a listing named before it began anew may be gone since.
    const listedBy = isFull ? `${read.runId} ${restarts}` : undefined;
    yield {
      items: [],
      checkpoint: next
        ? { ...progress, at: { feed, link: next, isFull, restarts } }
        : listedFeed(progress, feed, done ?? null, isFull),
      persist: async (trx) => {
        await applyPage(trx, read, feed, listed, listedBy);
        if (listedBy && !next) await forgetUnlisted(trx, read, feed, listedBy);
      },
    };
    if (!next) return;
    [link, items] = [next, []];
  }
}

/** The progress after a listing was done. */
export function listedFeed(progress: Progress, feed: string, link: string | null, isFull: boolean): Progress {
  return {
    ...progress,
    at: null,
    links: { ...progress.links, [feed]: link },
    full: isFull ? [...progress.full, feed] : progress.full,
  };
}

/** Of an item that is named several times the last counts: it may be deleted and there again. */
async function applyPage(
  trx: Parameters<NonNullable<Batch["persist"]>>[0],
  read: ReadContext<unknown>,
  feed: string,
  items: readonly DriveItem[],
  listedBy: string | undefined,
): Promise<void> {
  const last = new Map(items.map((item): [string, ListedItem | null] => [item.id, listedItem(item)]));
  const gone = [...last].flatMap(([id, item]) => (item === null ? id : []));
  const present = [...last.values()].filter((item) => item !== null);
  await forgetItems(trx, read, feed, gone);
  await rememberItems(trx, read, feed, present, listedBy);
}

function freshLink(client: GraphClient, feed: string): string {
  const url = client.url("drives", feed, "root", "delta");
  url.searchParams.set("$select", driveItemFields);
  url.searchParams.set("$top", String(pageSize));
  return url.href;
}

/** Where a complete listing begins, if that is what a refusal means. A link that isn't understood any more is as good as forgotten. */
function resyncLink(error: unknown, client: GraphClient, feed: string): string | undefined {
  if (!(error instanceof VendorError) || (error.status !== 410 && error.status !== 400)) return undefined;
  return error.headers.location ?? freshLink(client, feed);
}

const rootSchema = z.object({ id: z.string() });

/** The folder that everything is in: the listing names it too, though not always first. */
async function readRoot(client: GraphClient, feed: string): Promise<DriveItem> {
  const url = client.url("drives", feed, "root");
  const { id } = await client.json({ url, query: { $select: "id" } }, rootSchema);
  return driveItemSchema.parse({ id, root: {} });
}
