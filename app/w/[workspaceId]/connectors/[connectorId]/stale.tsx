"use client";

import { useTranslations } from "next-intl";
import { Button } from "#components/ui/button.tsx";

type Props = { onTakeTheirs: () => void; onKeepMine: () => void };

/** Somebody else changed the same meanwhile: nothing was saved, and it is said what can be done. */
export function Stale({ onTakeTheirs, onKeepMine }: Props) {
  const t = useTranslations("connector_settings");
  return (
    <div role="alert" className="grid gap-3 rounded-lg border border-warn px-4 py-3 text-sm">
      <p className="font-medium">{t("stale")}</p>
      <p>{t("stale_help")}</p>
      <div className="flex flex-wrap gap-2">
        <Button look="plain" size="small" onClick={onTakeTheirs}>
          {t("take_theirs")}
        </Button>
        <Button look="plain" size="small" onClick={onKeepMine}>
          {t("keep_mine")}
        </Button>
      </div>
    </div>
  );
}
