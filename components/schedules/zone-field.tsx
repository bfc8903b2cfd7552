"use client";

import { useFormatter, useNow, useTimeZone, useTranslations } from "next-intl";
import { useMemo } from "react";
import { Combobox } from "#components/ui/combobox.tsx";
import { listZones, offsetWords, searchZones } from "./zones.ts";

type Props = { id: string; value: string; onChange: (zone: string) => void; errors?: string[] };

/** The time zone that a schedule's times are read in; the viewer's own and UTC come first. */
export function ZoneField({ id, value, onChange, errors }: Props) {
  const t = useTranslations("schedule_fields");
  const format = useFormatter();
  const now = useNow();
  const mine = useTimeZone() ?? "Etc/UTC";
  const zones = useMemo(() => listZones(value, mine), [value, mine]);
  const search = (text: string) =>
    searchZones(zones, text, now).map((zone) => ({
      value: zone,
      title: zone.replaceAll("_", " "),
      note: offsetWords(zone, now),
    }));
  const time = format.dateTime(now, {
    timeZone: value,
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  });
  return (
    <Combobox
      id={id}
      label={t("timezone")}
      hint={t("timezone_now", { time, offset: offsetWords(value, now) })}
      errors={errors ?? []}
      value={value}
      onChange={onChange}
      search={search}
      empty={t("no_zone")}
    />
  );
}
