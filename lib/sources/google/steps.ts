/** A folder, or a shortcut with its target: what leads from where a tree begins to what is in it. */
export type Step = {
  key: string;
  parentKey: string | null;
  name: string | null;
  target: string | null;
  /** Where a tree begins inside the root: the names of the folders above it. */
  above: string | null;
};

/** Keys of the folders, shortcuts and targets that some of them lead to, themselves included. Loops are gone round once. */
export function reachedFrom(steps: readonly Step[], keys: readonly string[]): Set<string> {
  const inside = Map.groupBy(steps, ({ parentKey }) => parentKey);
  const targets = new Map(steps.map(({ key, target }) => [key, target]));
  const reached = new Set<string>();
  const waiting = [...keys];
  for (let key = waiting.pop(); key !== undefined; key = waiting.pop()) {
    if (reached.has(key)) continue;
    reached.add(key);
    const target = targets.get(key);
    if (target) waiting.push(target);
    for (const step of inside.get(key) ?? []) waiting.push(step.key);
  }
  return reached;
}
