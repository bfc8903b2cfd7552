const dayMs = 24 * 60 * 60 * 1000;

/** How long a token can be made to last: days, for ever, or until the end of a chosen day. */
export const lifetimes = ["30", "90", "365", "never", "date"] as const;

/**
 * When a token ends, as the door takes it.
 * @param date the day after whose end, by this machine's clock, it is worthless; for the lifetime `date` only
 */
export function expiryOf(lifetime: string, date: string, now: Date): string | null {
  if (lifetime === "never") return null;
  if (lifetime === "date") return new Date(`${date}T23:59:59`).toISOString();
  return new Date(now.getTime() + Number(lifetime) * dayMs).toISOString();
}
