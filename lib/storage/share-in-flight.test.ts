import { expect, it } from "vitest";
import { shareInFlight } from "./share-in-flight.ts";

it("gives everyone who waits a turn that began after they asked, and no more turns than that", async () => {
  const gates: (() => void)[] = [];
  let began = 0;
  const shared = shareInFlight(() => {
    began += 1;
    return new Promise<void>((resolve) => gates.push(resolve));
  });
  const first = shared("a");
  const later = [shared("a"), shared("a"), shared("a")];
  expect(began).toBe(1);
  gates[0]?.();
  await first;
  await Promise.resolve();
  expect(began).toBe(2);
  gates[1]?.();
  await Promise.all(later);
  expect(began).toBe(2);
  const again = shared("a");
  expect(began).toBe(3);
  gates[2]?.();
  await again;
});

it("starts the next turn when the running one fails", async () => {
  let turns = 0;
  const shared = shareInFlight(async () => {
    turns += 1;
    if (turns === 1) throw new Error("disk full");
  });
  const first = shared("a");
  const second = shared("a");
  await expect(first).rejects.toThrow("disk full");
  await expect(second).resolves.toBeUndefined();
});

it("keeps keys apart", async () => {
  const seen: string[] = [];
  const shared = shareInFlight(async (key) => void seen.push(key));
  await Promise.all([shared("a"), shared("b")]);
  expect(seen).toEqual(["a", "b"]);
});
