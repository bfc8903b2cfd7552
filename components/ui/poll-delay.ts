export const busyMs = 3_000;
export const calmMs = 30_000;
/** Nobody touched the page for this long: somebody may have left it open. */
export const awayMs = 120_000;
const longestMs = 300_000;

export type Pulse = {
  /** Something that the page shows goes on. */
  isBusy: boolean;
  /** Since the last key or pointer. */
  idleMs: number;
  /** Answers in a row that didn't come. */
  failures: number;
};

/** How long a page that is seen waits before it asks again. */
export function pollDelay({ isBusy, idleMs, failures }: Pulse): number {
  if (failures > 0) return Math.min(calmMs * 2 ** (failures - 1), longestMs);
  return isBusy && idleMs < awayMs ? busyMs : calmMs;
}
