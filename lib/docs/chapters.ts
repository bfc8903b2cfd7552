export type Chapter = { title: string; names: string[] };

/** The API reference, which is made from the operations and not from a file. */
export const apiPage = { name: "api", title: "API reference" };

/** Where pages stand; one that no chapter names is for whoever runs the product. */
const order: Chapter[] = [
  { title: "Start", names: ["index", "quick-start"] },
  { title: "Sources", names: [] },
  { title: "Every day", names: ["schedules", "runs", "search", "alerts"] },
  { title: "For programs", names: [apiPage.name, "errors"] },
  { title: "Running it", names: ["running"] },
  { title: "Under the hood", names: ["architecture", "benchmarks"] },
];

/** Sorts pages into chapters, in the order in which they are read. */
export function chaptersOf(names: string[]): Chapter[] {
  const named = new Set(order.flatMap((chapter) => chapter.names));
  const others = names.filter((name) => !named.has(name)).toSorted();
  const isSource = (name: string) => name.startsWith("sources/");
  const extra: Record<string, string[]> = {
    Sources: others.filter(isSource),
    "Running it": others.filter((name) => !isSource(name)),
  };
  return order
    .map(({ title, names: own }) => ({
      title,
      names: [...own.filter((name) => names.includes(name)), ...(extra[title] ?? [])],
    }))
    .filter((chapter) => chapter.names.length > 0);
}
