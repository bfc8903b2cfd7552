"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { type BulkAction, permissionOf } from "./bulk-dialog.tsx";
import type { May } from "./may.ts";

type Props = {
  count: number;
  may: May;
  /** More match than are shown, and all of them can be taken. */
  offersAll: boolean;
  onAsk: (action: BulkAction, isAll: boolean) => void;
  onClear: () => void;
};

const actions = ["run_now", "pause", "resume", "reschedule", "spread", "delete"] as const;

/** What can be done to the rows that are ticked; it stays in view. */
export function BulkBar({ count, may, offersAll, onAsk, onClear }: Props) {
  const t = useTranslations("schedules");
  const [wantsAll, setWantsAll] = useState(false);
  const isAll = wantsAll && offersAll;
  return (
    <section
      aria-label={t("bulk.bar")}
      className="sticky bottom-3 z-10 flex flex-wrap items-center gap-2 rounded-lg border border-accent bg-page p-2.5 text-sm"
    >
      <p className="mr-1 font-medium">{isAll ? t("bulk.all") : t("bulk.selected", { count })}</p>
      {offersAll && !isAll ? (
        <button
          type="button"
          onClick={() => setWantsAll(true)}
          className="text-accent underline underline-offset-2"
        >
          {t("bulk.take_all")}
        </button>
      ) : null}
      {actions.map((action) =>
        // Minutes are proposed for schedules that are named.
        may[permissionOf[action]] && !(isAll && action === "spread") ? (
          <Button key={action} look="plain" size="small" onClick={() => onAsk(action, isAll)}>
            <span className={action === "delete" ? "text-bad" : ""}>{t(`do.${action}`)}</span>
          </Button>
        ) : null,
      )}
      <button type="button" onClick={onClear} className="ml-auto px-1 text-quiet hover:text-ink">
        {t("bulk.clear")}
      </button>
    </section>
  );
}
