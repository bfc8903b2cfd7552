/** Steps of colour, beside none. */
export const heatSteps = 5;

/** How hot an hour is drawn, 0 to 5: its share is bent upwards, so that a peak doesn't bleach all others. */
export function heatStep(runs: number, most: number): number {
  return runs <= 0 || most <= 0 ? 0 : Math.max(1, Math.ceil(heatSteps * (runs / most) ** 0.7 - 1e-9));
}

export type HourWindow = { from: string; to: string };

const quarterMs = 900_000;
const quartersPerWeek = 672;
/**
 * When each hour of a week is, by day (Monday first) and hour of a zone's clocks, as the heat map counts them: the week
 * from `from`, a whole quarter hour, on. An hour that clocks leave out has no time; one that they repeat is two long.
 */
export function hourWindows(from: string, timeZone: string): (HourWindow | null)[][] {
  const windows = Array.from({ length: 7 }, () => Array.from({ length: 24 }, (): HourWindow | null => null));
  const clock = new Intl.DateTimeFormat("en", {
    timeZone,
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    hourCycle: "h23",
  });
  const startMs = Date.parse(from);
  for (let quarter = 0; quarter < quartersPerWeek; quarter += 1) {
    const atMs = startMs + quarter * quarterMs;
    const shown = Object.fromEntries(
      clock.formatToParts(atMs).map(({ type, value }) => [type, Number(value)]),
    );
    const date = new Date(Date.UTC(shown.year ?? 0, (shown.month ?? 1) - 1, shown.day));
    const day = windows[(date.getUTCDay() + 6) % 7];
    const hour = shown.hour ?? 0;
    const known = day?.[hour];
    const to = new Date(atMs + quarterMs).toISOString();
    // The hour that is under way comes again at the week's end: what is left of it now is told.
    if (day && !known) day[hour] = { from: new Date(atMs).toISOString(), to };
    else if (known && Date.parse(known.to) === atMs) known.to = to;
  }
  return windows;
}
