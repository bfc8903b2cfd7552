import { setTimeout as wait } from "node:timers/promises";
import { isConflict } from "./errors.ts";

const attempts = 4;
const pauseMs = 20;

/**
 * Does a whole transaction again when PostgreSQL ended it because another stood in its way: it wrote nothing, and a
 * moment later it may pass. Pauses differ, so that the same two don't meet again.
 */
export async function againOnConflict<T>(transaction: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await transaction();
    } catch (error) {
      if (!isConflict(error) || attempt === attempts) throw error;
      await wait(pauseMs * 2 ** attempt * Math.random());
    }
  }
}
