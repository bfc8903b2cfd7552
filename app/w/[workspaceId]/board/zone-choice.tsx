"use client";

import { useRouter } from "next/navigation";
import { useTimeZone, useTranslations } from "next-intl";
import { startTransition, useOptimistic } from "react";
import { type ZoneMode, zoneFor, zoneModes } from "#components/schedules/zone-mode.ts";
import { offsetWords } from "#components/schedules/zones.ts";
import { Choice } from "#components/shell/choice.tsx";
import { hrefTo, type View } from "./view.ts";

/** In which zone times are said; which one that is stands below, always. */
export function ZoneChoice({ view, at }: { view: View; at: string }) {
  const t = useTranslations("schedules");
  const { replace } = useRouter();
  const mine = useTimeZone() ?? "UTC";
  const zone = zoneFor(view.zone, mine);
  const said = zone === "UTC" ? zone : `${zone} (${offsetWords(zone, new Date(at))})`;
  const [mode, show] = useOptimistic(view.zone);
  const choose = (chosen: ZoneMode) =>
    startTransition(() => {
      show(chosen);
      replace(hrefTo(view, { zone: chosen === "mine" ? undefined : chosen }), { scroll: false });
    });
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
      <p className="text-quiet text-xs">
        {t(view.zone === "schedule" ? "zone_said_own" : "zone_said", { zone: said })}
      </p>
      <Choice
        label={t("zone_label")}
        options={zoneModes.map((mode) => [mode, t(`zones.${mode}`)] as const)}
        value={mode}
        onChoose={choose}
        isLabelHidden
      />
    </div>
  );
}
