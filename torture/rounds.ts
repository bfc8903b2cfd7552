/** The long form is asked for by `npm run torture`; `npm test` runs the short one. */
export const isLong = process.env.TORTURE === "long";

export const rounds = (short: number, long: number): number => (isLong ? long : short);

/** Names the tries of this run. The short form makes the same ones each time; TORTURE_SEED repeats those of a long one. */
export const seed = Number(process.env.TORTURE_SEED ?? (isLong ? Date.now() % 1_000_000_000 : 20_261_125));

/** Numbers from 0 to 1 that only the seed decides (mulberry32). */
export function randomOf(start: number): () => number {
  let state = start >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export function pick<T>(random: () => number, from: readonly T[]): T {
  const chosen = from[Math.floor(random() * from.length)];
  if (chosen === undefined) throw new Error("There is nothing to pick from.");
  return chosen;
}
