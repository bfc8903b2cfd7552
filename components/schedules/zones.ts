/** Zones that runtimes know and don't list. */
const unlisted = ["Etc/UTC", "Asia/Kolkata"];

/** Every IANA time zone to choose from, with those that the runtime knows under other names too. */
export function listZones(...more: string[]): string[] {
  return [...new Set([...more, ...unlisted, ...Intl.supportedValuesOf("timeZone")])];
}

/** How far a zone's clocks are from UTC at an instant, in minutes. */
export function offsetMinutes(zone: string, at: Date): number {
  const name = partOf(zone, at, "longOffset");
  const [, sign, hours = "0", minutes = "0"] = /([+-])(\d{2}):(\d{2})/.exec(name) ?? [];
  return (sign === "-" ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
}

/** The same as people write it: `UTC−03:00`. */
export function offsetWords(zone: string, at: Date): string {
  const minutes = offsetMinutes(zone, at);
  const size = Math.abs(minutes);
  const two = (value: number) => String(value).padStart(2, "0");
  return ["UTC", minutes < 0 ? "−" : "+", two(Math.floor(size / 60)), ":", two(size % 60)].join("");
}

/** The zones whose name or offset has all words of a search: `sao paulo`, `utc-3`. */
export function searchZones(zones: readonly string[], search: string, at: Date): string[] {
  const words = plain(search).split(/\s+/).filter(Boolean);
  if (words.length === 0) return [...zones];
  const isOffset = /[+-]\d/.test(plain(search));
  return zones.filter((zone) => {
    const text = plain(isOffset ? `${zone} ${offsetWords(zone, at)} ${shortOffset(zone, at)}` : zone);
    return words.every((word) => text.includes(word));
  });
}

function shortOffset(zone: string, at: Date): string {
  return partOf(zone, at, "shortOffset").replace("GMT", "UTC");
}

function partOf(zone: string, at: Date, timeZoneName: "longOffset" | "shortOffset"): string {
  const parts = new Intl.DateTimeFormat("en-US", { timeZone: zone, timeZoneName }).formatToParts(at);
  return parts.find(({ type }) => type === "timeZoneName")?.value ?? "";
}

function plain(text: string): string {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().replace(/[_/]/g, " ").replace(/−/g, "-");
}
