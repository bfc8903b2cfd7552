export const zoneModes = ["mine", "utc", "schedule"] as const;

/** In which zone times are said: the viewer's, UTC, or each schedule's own. */
export type ZoneMode = (typeof zoneModes)[number];

/** @param own the schedule's; without one, as for a whole page, the viewer's stands in */
export function zoneFor(mode: ZoneMode, mine: string, own = mine): string {
  return { mine, utc: "UTC", schedule: own }[mode];
}
