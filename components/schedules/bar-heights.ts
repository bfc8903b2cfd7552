const least = 0.3;

/**
 * How high each run's bar is, from 0 to 1: by its duration, against the longest beside it. Durations differ by powers
 * of ten, so their root is drawn. What never ran, or hasn't ended, is as low as the shortest.
 */
export function barHeights(durationsMs: readonly (number | null)[]): number[] {
  const longest = Math.max(1, ...durationsMs.map((ms) => ms ?? 0));
  return durationsMs.map((ms) => least + (1 - least) * Math.sqrt((ms ?? 0) / longest));
}
