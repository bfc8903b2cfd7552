import { setTimeout as wait } from "node:timers/promises";
import type { Log } from "#lib/log.ts";

export type Repeated = {
  /** Begins the next round now, or right after the one under way. */
  wake: () => void;
  /** Ends it; resolves after the round under way. */
  stop: () => Promise<void>;
};

const longestPauseMs = 30_000;

/**
 * Does some work again and again, with a pause in between, until stopped. When it fails it says so, pauses longer
 * each time, and goes on.
 */
export function repeat(
  name: string,
  options: { everyMs: number; log: Log },
  work: (signal: AbortSignal) => Promise<void>,
): Repeated {
  const stopping = new AbortController();
  let nap = new AbortController();
  const ended = (async () => {
    let failures = 0;
    while (!stopping.signal.aborted) {
      nap = new AbortController();
      try {
        await work(stopping.signal);
        failures = 0;
      } catch (error) {
        failures += 1;
        options.log.error({ err: error, failures }, `${name} failed and will be tried again`);
      }
      const pauseMs =
        failures === 0 ? options.everyMs : Math.min(options.everyMs * 2 ** failures, longestPauseMs);
      await wait(pauseMs, undefined, { signal: AbortSignal.any([stopping.signal, nap.signal]) }).catch(
        () => {},
      );
    }
  })();
  return {
    wake: () => nap.abort(),
    stop: async () => {
      stopping.abort();
      await ended;
    },
  };
}
