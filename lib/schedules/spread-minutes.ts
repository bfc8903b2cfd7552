/** A schedule that runs at one minute of some hours. */
export type Spreadable = {
  id: string;
  minute: number;
  /** Where those hours begin, in minutes of the stretch that the load covers. */
  hours: readonly number[];
};

const reach = 7;
/** How much a run is felt so many minutes away: runs take a while, and a crowd isn't thinned by one minute. */
const felt = Array.from({ length: reach + 1 }, (_, away) => 1 / (1 + away) ** 2);

/**
 * Proposes a minute for each schedule, so that few run at once: the calmest of its hours, one schedule after the
 * other; its own where none is calmer. The hours stay.
 * @param load runs in each minute of a stretch, those of `schedules` included; it is changed to what it will be
 * @returns the minute of each, by id
 */
export function spreadMinutes(schedules: readonly Spreadable[], load: Float64Array): Map<string, number> {
  for (const { hours, minute } of schedules) for (const hour of hours) put(load, hour + minute, -1);
  const crowd = new Float64Array(load.length);
  for (const [at, runs] of load.entries()) if (runs > 0) feel(crowd, at, runs);
  const proposed = new Map<string, number>();
  for (const { id, minute, hours } of schedules) {
    const best = calmest({ load, crowd }, hours, minute);
    proposed.set(id, best);
    for (const hour of hours) {
      put(load, hour + best, 1);
      feel(crowd, hour + best, 1);
    }
  }
  return proposed;
}

function put(load: Float64Array, at: number, runs: number): void {
  load[at] = (load[at] ?? 0) + runs;
}

function feel(crowd: Float64Array, at: number, runs: number): void {
  for (let away = -reach; away <= reach; away += 1) {
    const index = at + away;
    if (index >= 0 && index < crowd.length) put(crowd, index, runs * (felt[Math.abs(away)] ?? 0));
  }
}

/** The minute that has the fewest runs; of several, the one with the fewest around it. */
function calmest(
  { load, crowd }: { load: Float64Array; crowd: Float64Array },
  hours: readonly number[],
  own: number,
): number {
  const sum = (of: Float64Array, minute: number) =>
    hours.reduce((all, hour) => all + (of[hour + minute] ?? 0), 0);
  let best = { minute: own, runs: sum(load, own), felt: sum(crowd, own) };
  for (let minute = 0; minute < 60; minute += 1) {
    const here = { minute, runs: sum(load, minute), felt: sum(crowd, minute) };
    // Sums of fractions differ by a hair where the crowds are the same.
    const isCalmer = here.runs < best.runs || (here.runs === best.runs && here.felt < best.felt - 1e-9);
    if (isCalmer) best = here;
  }
  return best.minute;
}
