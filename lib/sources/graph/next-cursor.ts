import type { ReadContext, SourceItem } from "#lib/connectors/source.ts";
import { type Coverage, placeOf } from "./coverage.ts";
import { itemKey, knownKeys } from "./mirror.ts";
import type { Plan, Target } from "./plan.ts";
import type { GraphCursor, Progress } from "./progress.ts";
import { countOrphans } from "./read-mirror.ts";

/** What the next run begins with, and what of the addresses is to be told. */
export async function nextCursor(
  read: ReadContext<unknown>,
  plan: Plan,
  cursor: GraphCursor,
  progress: Progress,
  { scopes, isComplete, namesAll }: Coverage,
): Promise<{ entries: SourceItem[]; cursor: GraphCursor }> {
  const links = scopes.flatMap(({ feed }) => {
    const link = progress.links[feed];
    return link ? [[feed, link] as const] : [];
  });
  const { pins, deleted } = await livePins(read, plan, progress);
  // What couldn't be listed now goes on where it was.
  const kept = isComplete ? { links: {}, scopes: {}, places: {} } : cursor;
  return {
    entries: deleted,
    cursor: {
      pins,
      links: (await isSuspect(read, namesAll)) ? {} : { ...kept.links, ...Object.fromEntries(links) },
      scopes: {
        ...kept.scopes,
        ...Object.fromEntries(scopes.map((scope) => [scope.feed, JSON.stringify(scope)])),
      },
      places: {
        ...kept.places,
        ...Object.fromEntries(scopes.map(({ feed }) => [feed, placeOf(plan, feed)])),
      },
    },
  };
}

/**
 * A complete listing that lost half of the documents or more may be cut, and no delta after it would say so: the next
 * run lists everything again.
 */
async function isSuspect(read: ReadContext<unknown>, namesAll: boolean): Promise<boolean> {
  if (!namesAll) return false;
  const { live, orphans } = await read.inWorkspace((trx) => countOrphans(trx, read));
  return orphans > 0 && orphans * 2 >= live;
}

/** What the addresses came to, but for what was deleted meanwhile: something else may be there by the next run. */
async function livePins(read: ReadContext<unknown>, { targets }: Plan, { links }: Progress) {
  const keys = targets.flatMap((target) => keyOf(target) ?? []);
  const known = await read.inWorkspace((trx) => knownKeys(trx, read, keys));
  const isGone = (target: Target) => {
    const key = keyOf(target);
    return key !== undefined && !known.has(key) && target.parts.every(({ feed }) => feed in links);
  };
  const deleted = targets.filter(isGone).map(({ address }): SourceItem => {
    const error =
      "What this address led to was deleted. Take it out, or give the address of what replaced it.";
    return { key: address, title: address, link: address, kind: "failed", error };
  });
  const pins = targets.flatMap((target) =>
    target.pin && !isGone(target) ? [[target.address, target.pin] as const] : [],
  );
  return { pins: Object.fromEntries(pins), deleted };
}

function keyOf({ pin }: Target): string | undefined {
  if (pin && "drive" in pin && pin.item !== null) return itemKey(pin.drive, pin.item);
  return pin && "pagesOf" in pin && pin.page !== null ? itemKey(pin.pagesOf, pin.page) : undefined;
}
