import type { FeedScope } from "./place-items.ts";
import { type Plan, scopesOf } from "./plan.ts";
import type { GraphCursor, Progress } from "./progress.ts";

/** What a run's listings cover, and so what may be said of what they don't name. */
export type Coverage = {
  /** Drives and sites whose listing is done, with what of them is read: what they don't have is gone. */
  scopes: FeedScope[];
  /** Whether that is all that the addresses lead to. */
  isComplete: boolean;
  /** Each item is looked at, changed or not. */
  everything: boolean;
  /** So all that is there is named, and the engine judges what is missing before it is deleted. */
  namesAll: boolean;
};

/**
 * Judges by what was listed. After a complete listing, or when a library is missing that was there before, what is gone
 * is only known by its absence: such a listing may be cut, and has to convince the engine.
 */
export function coverageOf(plan: Plan, progress: Progress, cursor: GraphCursor): Coverage {
  const scopes = scopesOf(plan.targets).filter(({ feed }) => feed in progress.links);
  const listed = new Set(scopes.map(({ feed }) => feed));
  const isComplete =
    plan.targets.every(({ problem }) => !problem) && [...plan.feeds.keys()].every((feed) => listed.has(feed));
  const lostFeed = Object.keys(cursor.scopes).some((feed) => !plan.feeds.has(feed));
  const newPlace = scopes.some(({ feed }) => cursor.places[feed] !== placeOf(plan, feed));
  const everything = progress.full.length > 0 || lostFeed || newPlace;
  return { scopes, isComplete, everything, namesAll: isComplete && everything };
}

/** What all documents of a drive or site say of where they are: with a new name all are written anew. */
export function placeOf({ feeds }: Plan, id: string): string {
  const feed = feeds.get(id);
  return feed ? `${feed.name} ${feed.webUrl}` : "";
}
