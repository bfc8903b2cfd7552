"use client";

import { Columns3 } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { type CSSProperties, startTransition, useId, useOptimistic } from "react";
import { type Column, columns, fixedColumns } from "#components/schedules/columns.ts";
import { hrefTo, type View } from "./view.ts";

/** Which columns the board shows. */
export function ColumnChoice({ view, shown: given }: { view: View; shown: readonly Column[] }) {
  const t = useTranslations("schedules");
  const { replace } = useRouter();
  const id = useId();
  // The tick is seen before the table has followed.
  const [shown, show] = useOptimistic(given);
  const choose = (column: Column, isOn: boolean) => {
    const chosen = columns.filter((one) => (one === column ? isOn : shown.includes(one)));
    startTransition(() => {
      show(chosen);
      replace(hrefTo(view, { columns: chosen.join(",") }), { scroll: false });
    });
  };
  return (
    <div className="relative max-md:hidden">
      <button
        type="button"
        popoverTarget={id}
        className="flex items-center gap-1.5 rounded-lg border border-line px-2.5 py-1.5 text-sm hover:bg-raised"
        style={{ anchorName: "--columns" } as CSSProperties}
      >
        <Columns3 aria-hidden="true" size={14} />
        {t("choose_columns")}
      </button>
      <fieldset
        id={id}
        popover="auto"
        className="inset-auto m-0 gap-1 rounded-lg border border-line bg-page p-3 text-ink text-sm open:grid [position-anchor:--columns] [right:anchor(right)] [top:anchor(bottom)]"
      >
        <legend className="sr-only">{t("choose_columns")}</legend>
        {columns.map((column) => (
          <label key={column} className="flex items-center gap-2 has-disabled:text-quiet">
            <input
              type="checkbox"
              checked={shown.includes(column)}
              disabled={fixedColumns.includes(column)}
              onChange={(event) => choose(column, event.target.checked)}
              className="size-4 accent-accent"
            />
            {t(`columns.${column}`)}
          </label>
        ))}
      </fieldset>
    </div>
  );
}
