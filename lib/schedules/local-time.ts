const dayMs = 86_400_000;
const formatters = new Map<string, Intl.DateTimeFormat>();

/** Whether a wall-clock time exists in its zone: once, not at all (skipped by a clock change), or twice. */
export type LocalTimeKind = "once" | "skipped" | "twice";

/** What a clock on the wall of `zone` shows at `instantMs`, as milliseconds as if that reading were UTC. */
export function wallClock(instantMs: number, zone: string): number {
  const [month = 1, day = 1, year = 0, hour = 0, minute = 0, second = 0] = (
    formatter(zone).format(instantMs).match(/\d+/g) ?? []
  ).map(Number);
  const millisecond = ((instantMs % 1000) + 1000) % 1000;
  return Date.UTC(year, month - 1, day, hour, minute, second, millisecond);
}

/** `laterMs`: its second time, where it exists twice. */
export type LocalInstant = { instantMs: number; kind: LocalTimeKind; laterMs?: number };

/**
 * The instant (ms) at which the clocks of `zone` show `wallMs` (milliseconds as if UTC).
 * A time that doesn't exist is the first instant after the gap; one that exists twice is its first (DESIGN §5).
 */
export function instantOf(wallMs: number, zone: string): LocalInstant {
  // No zone is more than a day from UTC, so the offset in force is the one a day before or a day after.
  const before = offsetMs(wallMs - dayMs, zone);
  const after = offsetMs(wallMs + dayMs, zone);
  const early = wallMs - Math.max(before, after);
  const late = wallMs - Math.min(before, after);
  const earlyShows = wallClock(early, zone) === wallMs;
  if (early === late) return { instantMs: early, kind: "once" };
  const lateShows = wallClock(late, zone) === wallMs;
  if (earlyShows && lateShows) return { instantMs: early, kind: "twice", laterMs: late };
  if (earlyShows) return { instantMs: early, kind: "once" };
  if (lateShows) return { instantMs: late, kind: "once" };
  return { instantMs: endOfGap(early, late, zone), kind: "skipped" };
}

/** Clocks jump forward somewhere in (fromMs, toMs]: the instant at which they do. */
function endOfGap(fromMs: number, toMs: number, zone: string): number {
  const offsetBefore = offsetMs(fromMs, zone);
  let low = fromMs;
  let high = toMs;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (offsetMs(middle, zone) === offsetBefore) low = middle;
    else high = middle;
  }
  return high;
}

function offsetMs(instantMs: number, zone: string): number {
  return wallClock(instantMs, zone) - instantMs;
}

function formatter(zone: string): Intl.DateTimeFormat {
  const made = formatters.get(zone);
  if (made) return made;
  const fresh = new Intl.DateTimeFormat("en-US", {
    timeZone: zone,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
  });
  formatters.set(zone, fresh);
  return fresh;
}
