import { createHash } from "node:crypto";
import { z } from "zod";
import type { Json } from "#lib/connectors/source.ts";
import { readSpaceKey } from "../page-link.ts";
import type { ConfluenceSlots } from "../slots.ts";
import type { Content, Wiki } from "../wiki/wiki.ts";
import type { Step } from "./plan.ts";

/** When a run looks at what changed only, between two complete listings. */
export type QuickOptions = {
  /** What a complete listing named at least: a smaller source is listed by every run. */
  aboveItems: number;
  sweepEveryMs: number;
  /** Looked at again before the last run began: clocks differ, and the index lags. */
  overlapMs: number;
};

export const defaultQuick: QuickOptions = {
  aboveItems: 5_000,
  sweepEveryMs: 6 * 3_600_000,
  overlapMs: 30 * 60_000,
};

const cursor = z.object({
  /** When the last complete listing began. */
  sweptAt: z.number(),
  /** When the last run began. */
  seenAt: z.number(),
  /** What the last complete listing named, and of which settings. */
  items: z.number(),
  settings: z.string(),
});

/** What a run leaves to the next one. */
export type Cursor = z.output<typeof cursor>;

/** A name for settings: a listing of others says nothing. */
export function nameOfSettings(slots: ConfluenceSlots): string {
  return createHash("sha256").update(JSON.stringify(slots)).digest("base64url");
}

export function readCursor(value: Json): Cursor | undefined {
  return cursor.safeParse(value).data;
}

/** Lists what changed since a run began. */
export type ListRecent = (since: Date) => AsyncGenerator<Content[]>;

/**
 * How to list recent changes instead of everything, when that will do: for spaces of Cloud, after a complete listing
 * that was long and not long ago. Deletions, moves and restrictions leave no trace there; they wait for the next one.
 */
export function quickListing(
  wiki: Wiki,
  plan: readonly Step[],
  {
    last,
    settings,
    now,
    quick,
  }: { last: Cursor | undefined; settings: string; now: number; quick: QuickOptions },
): { list: () => AsyncGenerator<Content[]>; cursor: Cursor } | undefined {
  const { changedSince } = wiki;
  if (!changedSince || last?.settings !== settings || last.items < quick.aboveItems) return undefined;
  if (now - last.sweptAt >= quick.sweepEveryMs) return undefined;
  const keys = plan.map((step) => (step.kind === "space" ? readSpaceKey(step.key, wiki.web) : undefined));
  const isEverything = plan.some(({ kind }) => kind === "everything");
  if (!isEverything && keys.includes(undefined)) return undefined;
  const since = new Date(last.seenAt - quick.overlapMs);
  return {
    cursor: { ...last, seenAt: now },
    list: async function* () {
      const spaces = isEverything ? [] : await wiki.spaces(keys.flatMap((key) => key ?? []));
      if (!isEverything && spaces.length === 0) return;
      yield* changedSince(
        since,
        spaces.map(({ id }) => id),
      );
    },
  };
}
