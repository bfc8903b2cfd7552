export const outcomes = ["added", "updated", "unchanged", "deleted", "skipped", "failed"] as const;

/** What a run did with an item (DESIGN §1). */
export type Outcome = (typeof outcomes)[number];

/** How many items of each outcome; changes to it may be negative. */
export type Counters = Record<Outcome, number>;

export function noCounts(): Counters {
  return { added: 0, updated: 0, unchanged: 0, deleted: 0, skipped: 0, failed: 0 };
}

/**
 * What an item that a run meets again counts as: it was told once already, and counts once. Storing it a second
 * time compares it with what this run stored, so the first answer says more.
 */
export function mergeOutcome(previous: Outcome | null, next: Outcome): Outcome {
  if (previous === "added" && (next === "updated" || next === "unchanged")) return "added";
  if (previous === "updated" && next === "unchanged") return "updated";
  return next;
}
