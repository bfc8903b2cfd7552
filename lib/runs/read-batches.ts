import { setTimeout as wait } from "node:timers/promises";
import type { Batch } from "#lib/connectors/source.ts";
import type { ActiveRun } from "./active-run.ts";

/** What a source that is told to stop may still take to hand over its last batch. */
const graceMs = 3000;

/**
 * Hands a source's batches on until it ends or the run is stopped. A source that doesn't answer when it is stopped is
 * left behind: neither a cancelled run nor a worker that ends waits for it.
 * @throws RunStopped
 */
export async function* readBatches(source: AsyncIterable<Batch>, active: ActiveRun): AsyncGenerator<Batch> {
  const iterator = source[Symbol.asyncIterator]();
  let isEnded = false;
  let isDeaf = false;
  try {
    for (;;) {
      if (active.stopped) throw active.stopped;
      const next = await beforeStop(iterator.next(), active);
      if (next === "deaf") {
        isDeaf = true;
        throw active.signal.reason;
      }
      if (next.done) {
        isEnded = true;
        return;
      }
      yield next.value;
    }
  } finally {
    if (!isEnded) await Promise.race([closed(iterator), wait(isDeaf ? 0 : graceMs)]);
  }
}

async function closed(iterator: AsyncIterator<Batch>): Promise<void> {
  try {
    await iterator.return?.();
  } catch {
    // Why reading ended is known already; what a source says while it is being closed adds nothing.
  }
}

/** The source's answer, or that it gave none within the grace time after the run was stopped. */
function beforeStop<T>(answer: Promise<T>, active: ActiveRun): Promise<T | "deaf"> {
  return new Promise((resolve, reject) => {
    let timer: NodeJS.Timeout | undefined;
    const leaveBehind = () => {
      timer = setTimeout(() => resolve("deaf"), graceMs);
    };
    if (active.signal.aborted) leaveBehind();
    else active.signal.addEventListener("abort", leaveBehind, { once: true });
    answer
      .then(resolve, (error) => reject(active.stopped ?? error))
      .finally(() => {
        clearTimeout(timer);
        active.signal.removeEventListener("abort", leaveBehind);
      });
  });
}
