import { AsyncLocalStorage } from "node:async_hooks";

/**
 * How long a statement may take. A server that vanished without a word, or a network that swallows packets, never
 * answers: without an end whoever waits would wait until the kernel gives up, a quarter of an hour later.
 */
const usualMs = 30_000;
const longMs = 10 * 60_000;

const patience = new AsyncLocalStorage<number>();

/** For work whose statements grow with what is stored: they may take minutes. */
export function patiently<T>(work: () => Promise<T>): Promise<T> {
  return patience.run(longMs, work);
}

/** What a statement that is sent now may take. */
export function patienceMs(): number {
  return patience.getStore() ?? usualMs;
}
