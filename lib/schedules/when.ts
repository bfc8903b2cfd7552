import { instantOf, type LocalTimeKind } from "./local-time.ts";

/** One instant read from text; `kind` tells whether its local time was skipped or doubled by a clock change. */
export type WhenReading = { instant: Date; kind: LocalTimeKind } | { problem: string };

const shape =
  /^(\d{4})-(\d{2})-(\d{2})(?:[Tt ](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?(Z|[+ -]\d{2}:\d{2})?)?$/i;

/**
 * Reads an RFC 3339 instant (`2026-03-01T09:00Z`, seconds optional, and a `+` that a query string turned
 * into a space), or a local date-time or date (midnight) of `zone`. The past isn't judged here.
 */
export function readWhen(text: string, zone: string): WhenReading {
  const parts = shape.exec(text.trim());
  if (!parts) return { problem: unreadable };
  const [, year, month, day, hour = "0", minute = "0", second = "0", fraction = "0", offset] = parts;
  const [y, mo, d, h, mi, s] = [year, month, day, hour, minute, second].map(Number);
  const milliseconds = Math.trunc(Number(`0.${fraction}`) * 1000);
  const wall = new Date(0);
  wall.setUTCFullYear(y ?? 0, (mo ?? 0) - 1, d ?? 0);
  wall.setUTCHours(h ?? 0, mi ?? 0, s ?? 0, milliseconds);
  const isReal =
    wall.getUTCMonth() + 1 === mo &&
    wall.getUTCDate() === d &&
    wall.getUTCHours() === h &&
    wall.getUTCMinutes() === mi &&
    wall.getUTCSeconds() === s;
  if (!isReal) return { problem: `“${text.trim()}” names a date or time that no calendar has.` };
  if (offset === undefined) {
    const { instantMs, kind } = instantOf(wall.getTime(), zone);
    return { instant: new Date(instantMs), kind };
  }
  const shift = offsetMs(offset);
  if (shift === undefined) return { problem: `The offset in “${text.trim()}” is out of range.` };
  return { instant: new Date(wall.getTime() - shift), kind: "once" };
}

const unreadable =
  "Write an instant such as 2026-03-01T09:00:00Z or 2026-03-01T09:00-03:00, or a local date and time such as 2026-03-01T09:00.";

function offsetMs(offset: string): number | undefined {
  if (/^z$/i.test(offset)) return 0;
  const hours = Number(offset.slice(1, 3));
  const minutes = Number(offset.slice(4, 6));
  if (hours > 23 || minutes > 59) return undefined;
  return (offset.startsWith("-") ? -1 : 1) * (hours * 60 + minutes) * 60_000;
}
