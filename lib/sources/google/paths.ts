import type { Step } from "./steps.ts";

type Placed = Pick<Step, "key" | "parentKey" | "above">;

/**
 * Tells where items are: the names of the folders above them, from where the tree begins. What only a shortcut leads
 * to is below the folder that the shortcut is in.
 * @param steps folders and shortcuts, in the order of their keys: of several shortcuts to one place the first counts
 * @param starts keys of what the tree begins with
 */
export function createPaths(steps: readonly Step[], starts: ReadonlySet<string>) {
  const byKey = new Map(steps.map((step) => [step.key, step]));
  const shortcuts = new Map<string, Step>();
  for (const step of steps) {
    if (step.target && !shortcuts.has(step.target)) shortcuts.set(step.target, step);
  }
  const known = new Map<string, string>();

  /** The path of what is right inside a folder. */
  function inside(key: string, seen: ReadonlySet<string>): string {
    const before = known.get(key);
    if (before !== undefined) return before;
    const step = byKey.get(key);
    if (!step || seen.has(key)) return "";
    const path = joined(of(step, new Set([...seen, key])), step.name ?? "");
    known.set(key, path);
    return path;
  }

  function of(item: Placed, seen: ReadonlySet<string>): string {
    if (starts.has(item.key)) return item.above ?? "";
    if (item.parentKey !== null && byKey.has(item.parentKey)) return inside(item.parentKey, seen);
    const shortcut = shortcuts.get(item.key);
    if (!shortcut || seen.has(shortcut.key)) return "";
    return of(shortcut, new Set([...seen, shortcut.key]));
  }

  return (item: Placed): string => of(item, new Set([item.key]));
}

function joined(...names: string[]): string {
  return names.filter((name) => name !== "").join("/");
}
