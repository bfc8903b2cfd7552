import type { Spent } from "./lease.ts";

/** Adds up where a run's time goes: each lap counts for what was just done. */
export class Stopwatch {
  private readonly spent: Spent;
  private readonly exact: Spent;
  private at = performance.now();

  constructor(spent: Spent) {
    this.spent = spent;
    this.exact = { ...spent };
  }

  lap(part: keyof Spent): void {
    const now = performance.now();
    this.exact[part] += now - this.at;
    this.spent[part] = Math.round(this.exact[part]);
    this.at = now;
  }
}
