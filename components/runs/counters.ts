/** What can become of an item in a run. */
export const outcomes = ["added", "updated", "unchanged", "deleted", "skipped", "failed"] as const;
export type Outcome = (typeof outcomes)[number];

/** What a run counts: `discovered` is the sum of the others. */
export const counts = ["discovered", ...outcomes] as const;
export type Counters = Record<(typeof counts)[number], number>;
