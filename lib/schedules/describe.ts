import cronstrue from "cronstrue";
import "cronstrue/locales/pt_BR.js";
import { type CronFields, dayOfWeekValues, readCron } from "./cron.ts";
import type { Schedule } from "./next.ts";

export type DescriptionLocale = "en" | "pt-BR";

type Words = {
  cronstrue: string;
  imed: string;
  once: (at: string, zone: string) => string;
  weekdays: string[];
  either: (dayOfMonth: string, dayOfWeek: string) => string;
};

const words: Record<DescriptionLocale, Words> = {
  en: {
    cronstrue: "en",
    imed: "When it is added to a collection",
    once: (at, zone) => `Once, on ${at} (${zone})`,
    weekdays: [0, 1, 2, 3, 4, 5, 6].map((day) => `on ${weekdayName(day, "en")}`),
    either: (dayOfMonth, dayOfWeek) => `either ${dayOfMonth} or ${dayOfWeek}`,
  },
  "pt-BR": {
    cronstrue: "pt_BR",
    imed: "Quando for adicionado a uma coleção",
    once: (at, zone) => `Uma vez, em ${at} (${zone})`,
    weekdays: [
      "aos domingos",
      ...[1, 2, 3, 4, 5].map((day) => `às ${weekdayName(day, "pt-BR").replace("-feira", "s-feiras")}`),
      "aos sábados",
    ],
    either: (dayOfMonth, dayOfWeek) => `ou ${dayOfMonth} ou ${dayOfWeek}`,
  },
};

/** A schedule in words, without its zone for cron: "At 09:00, Monday through Friday". */
export function describeSchedule(schedule: Schedule, locale: DescriptionLocale = "en"): string {
  if (schedule.type === "imed") return words[locale].imed;
  if (schedule.type === "cron") return describeCron(schedule.value, locale);
  const at = new Intl.DateTimeFormat(locale, {
    dateStyle: "long",
    timeStyle: "short",
    hourCycle: "h23",
    timeZone: schedule.timezone,
  });
  return words[locale].once(at.format(new Date(schedule.value)), schedule.timezone);
}

function describeCron(expression: string, locale: DescriptionLocale): string {
  const reading = readCron(expression);
  if ("problem" in reading) return expression;
  const { fields } = reading;
  const time = phrase({ ...fields, dayOfMonth: "*", month: "*", dayOfWeek: "*" }, locale);
  const parts = [time, days(fields, time, locale)];
  if (fields.month !== "*") parts.push(rest({ ...fields, dayOfMonth: "*", dayOfWeek: "*" }, time, locale));
  return parts.filter((part) => part !== "").join(", ");
}

/** Both day fields set mean either, in every cron since the first; cronstrue says "and". */
function days(fields: CronFields, time: string, locale: DescriptionLocale): string {
  const inMonth =
    fields.dayOfMonth === "*" ? "" : rest({ ...fields, month: "*", dayOfWeek: "*" }, time, locale);
  const inWeek = fields.dayOfWeek === "*" ? "" : weekdays(fields.dayOfWeek, locale);
  return inMonth && inWeek ? words[locale].either(inMonth, inWeek) : inMonth || inWeek;
}

/** `1-5` reads "Monday through Friday"; anything else names its days. */
function weekdays(field: string, locale: DescriptionLocale): string {
  const values = dayOfWeekValues(field);
  const first = values[0] ?? 0;
  const last = values.at(-1) ?? 0;
  const isRun = values.length > 2 && last - first === values.length - 1;
  if (isRun) {
    const [from, to] = [weekdayName(first, locale), weekdayName(last, locale)];
    return locale === "en" ? `${from} through ${to}` : `de ${from} a ${to}`;
  }
  const names = values.map((day) => words[locale].weekdays[day] ?? "");
  const listed = new Intl.ListFormat(locale, { type: "conjunction" }).format(names);
  return locale === "en" ? listed.replace(/(, (?:and )?| and )on /g, "$1") : listed;
}

/** What cronstrue says beyond the time of day. */
function rest(fields: CronFields, time: string, locale: DescriptionLocale): string {
  const all = phrase(fields, locale);
  return all.startsWith(`${time}, `) ? all.slice(time.length + 2) : all;
}

function phrase(fields: CronFields, locale: DescriptionLocale): string {
  const { minute, hour, dayOfMonth, month, dayOfWeek } = fields;
  const said = cronstrue.toString([minute, hour, dayOfMonth, month, dayOfWeek].join(" "), {
    locale: words[locale].cronstrue,
    use24HourTimeFormat: true,
  });
  return said.replaceAll(", Às ", ", às ");
}

function weekdayName(day: number, locale: DescriptionLocale): string {
  // 4 January 1970 was a Sunday.
  return new Intl.DateTimeFormat(locale, { weekday: "long", timeZone: "UTC" }).format(
    Date.UTC(1970, 0, 4 + day),
  );
}
