const dayMs = 24 * 60 * 60 * 1000;

/** How long a token can be made to last: days, for ever, or until the end of a chosen day. */
export const lifetimes = ["30", "90", "365", "never", "date"] as const;

/**
 * When a token ends, as the door takes it.
 * @param day after whose end, by this machine's clock, it is worthless; for the lifetime `date` only
 */
export function expiryOf(lifetime: string, day: string, now: Date): string | null {
  if (lifetime === "never") return null;
  if (lifetime === "date") return endOf(day).toISOString();
  return new Date(now.getTime() + Number(lifetime) * dayMs).toISOString();
}

/** Whether a day has ended by this machine's clock, or is none. */
export function isOver(day: string, now: Date): boolean {
  return !(endOf(day) > now);
}

function endOf(day: string): Date {
  return new Date(`${day}T23:59:59`);
}
