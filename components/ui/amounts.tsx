import { useFormatter } from "next-intl";

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;

/** Says a length of time: milliseconds below a second, else its two largest units; roughly, its largest. */
export function useDuration(isRough = false): (ms: number) => string {
  const format = useFormatter();
  const part = (value: number, unit: string) =>
    format.number(Math.floor(value), { style: "unit", unit, unitDisplay: "short" });
  return (ms) => {
    if (ms < second) return part(ms, "millisecond");
    if (ms < minute) return part(ms / second, "second");
    if (isRough) return ms < hour ? part(ms / minute, "minute") : part(ms / hour, "hour");
    if (ms < hour) return `${part(ms / minute, "minute")} ${part((ms % minute) / second, "second")}`;
    return `${part(ms / hour, "hour")} ${part((ms % hour) / minute, "minute")}`;
  };
}

/** The same, shown. */
export function Duration({ ms }: { ms: number }) {
  return useDuration()(ms);
}

/** A size in bytes, to read. */
export function Size({ bytes }: { bytes: number }) {
  const format = useFormatter();
  const [unit, divisor] =
    bytes < 1000 ? ["byte", 1] : bytes < 1_000_000 ? ["kilobyte", 1000] : ["megabyte", 1_000_000];
  return format.number(bytes / Number(divisor), {
    style: "unit",
    unit: String(unit),
    maximumFractionDigits: 1,
  });
}
