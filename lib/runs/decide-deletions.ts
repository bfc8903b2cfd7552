/** What a run learnt of a connector's documents that are live. */
export type DeletionFacts = {
  /** All of them. */
  live: number;
  /** Those that the source says are gone. */
  gone: number;
  /** A complete listing, when there was one. */
  listing: {
    /** Items that it named. */
    named: number;
    /** Live documents that it didn't name. */
    missing: number;
    /** Whether the last listing was suspect too. */
    wasSuspect: boolean;
  } | null;
};

export type DeletionDecision = {
  /** What becomes of the candidates: all are deleted, or all wait for a person. */
  action: "none" | "delete" | "hold";
  /** Whether documents that the listing didn't name are candidates. */
  countMissing: boolean;
  /** Whether the listing must repeat itself on the next run before it counts. */
  isSuspect: boolean;
  /** What a person is told, when there is something to tell. */
  note: string | null;
};

const heldAbove = 25;
const heldAboveShare = 0.25;
const shrunkAbove = 10;

/** How many documents of a connector may go at once without a person's approval. */
export function deletableAtOnce(live: number): number {
  return Math.max(heldAbove, Math.floor(live * heldAboveShare));
}

/**
 * Decides what a run deletes (DESIGN §6). What the source says is gone counts at once; what a complete listing didn't
 * name counts unless the listing is suspect: empty, or more than half of the documents (and more than ten) missing.
 * Such a listing counts when the next run repeats it. Too much at once waits for a person.
 */
export function decideDeletions({ live, gone, listing }: DeletionFacts): DeletionDecision {
  const isSuspect = listing !== null && looksCut(live, listing);
  const countMissing = listing !== null && listing.missing > 0 && (!isSuspect || listing.wasSuspect);
  const candidates = gone + (countMissing ? listing.missing : 0);
  const waits =
    isSuspect && !countMissing
      ? `The source's listing ${listing.named === 0 ? "is empty" : `names ${listing.named} items only`}: ${listing.missing} missing documents stay until the next run confirms it.`
      : null;
  if (candidates === 0) return { action: "none", countMissing, isSuspect, note: waits };
  if (candidates <= deletableAtOnce(live)) return { action: "delete", countMissing, isSuspect, note: waits };
  const note = `${candidates} of ${live} documents would be deleted at once: they stay until somebody approves.`;
  return { action: "hold", countMissing, isSuspect, note: waits ? `${note} ${waits}` : note };
}

function looksCut(live: number, { named, missing }: { named: number; missing: number }): boolean {
  if (missing === 0) return false;
  return named === 0 || (missing > shrunkAbove && missing * 2 > live);
}
