import type { OptionGroup } from "#components/ui/select-field.tsx";

/** Time zones to choose from, by region; with the one that is kept, which may be an older name. */
export function timeZoneOptions(kept: string, others: string): OptionGroup[] {
  const names = new Set(["Etc/UTC", ...Intl.supportedValuesOf("timeZone"), kept]);
  const regions = Map.groupBy([...names].toSorted(), (name) =>
    name.includes("/") ? regionOf(name) : others,
  );
  return [...regions].map(([label, zones]) => ({
    label,
    options: zones.map((value) => ({ value, words: value.replaceAll("_", " ") })),
  }));
}

function regionOf(name: string): string {
  return name.slice(0, name.indexOf("/"));
}
