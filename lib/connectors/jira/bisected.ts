import { isBrokenAnswer } from "#lib/sources/vendor/client.ts";

/**
 * Asks for many at once, and for halves when the answer is cut off again and again: some proxies end an answer that is
 * too long.
 */
export function bisected<T>(
  ask: (ids: readonly string[]) => Promise<T[]>,
): (ids: readonly string[]) => Promise<T[]> {
  return async function askParts(ids): Promise<T[]> {
    try {
      return await ask(ids);
    } catch (error) {
      if (ids.length < 2 || !isBrokenAnswer(error)) throw error;
      const middle = Math.ceil(ids.length / 2);
      return [...(await askParts(ids.slice(0, middle))), ...(await askParts(ids.slice(middle)))];
    }
  };
}
