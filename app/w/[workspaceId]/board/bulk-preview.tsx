"use client";

import { useFormatter, useTranslations } from "next-intl";
import { Moment } from "#components/ui/moment.tsx";
import { Scrollable } from "#components/ui/scrollable.tsx";
import { StateBadge } from "#components/ui/state-badge.tsx";
import type { BulkItem } from "#lib/schedules/bulk-schemas.ts";
import type { BulkAction } from "./bulk-dialog.tsx";

const order: readonly BulkItem["outcome"][] = ["refused", "changed", "unchanged"];

/** Exactly what would happen to each, what is refused first. */
export function BulkPreview({ items, action }: { items: BulkItem[]; action: BulkAction }) {
  const t = useTranslations("schedules");
  const count = (outcome: BulkItem["outcome"]) => items.filter((item) => item.outcome === outcome).length;
  const sorted = items.toSorted((a, b) => order.indexOf(a.outcome) - order.indexOf(b.outcome));
  return (
    <div className="grid min-w-0 gap-2">
      <p role="status" className="font-medium text-sm">
        {t("bulk.would", {
          changed: count("changed"),
          unchanged: count("unchanged"),
          refused: count("refused"),
        })}
      </p>
      <Scrollable label={t("bulk.preview")} className="max-h-80 overflow-auto">
        <table className="w-full text-left text-sm tabular-nums [&_:is(td,th)]:px-2.5 [&_:is(td,th)]:py-1.5 [&_:is(td,th)]:align-top [&_td]:border-line [&_td]:border-t">
          <thead className="bg-raised text-quiet">
            <tr>
              {["connector", "before", "after"].map((column) => (
                <th key={column} scope="col" className="font-medium">
                  {t(`bulk.${column as "connector" | "before" | "after"}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {sorted.map((item) => (
              <tr key={item.connector_id}>
                <td className="[overflow-wrap:anywhere]">{item.connector_name ?? item.connector_id}</td>
                <td>
                  <Timing timing={item.before} />
                </td>
                <td>
                  <After item={item} action={action} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scrollable>
    </div>
  );
}

function After({ item, action }: { item: BulkItem; action: BulkAction }) {
  const t = useTranslations("schedules");
  if (item.outcome !== "changed") {
    return (
      <span className={item.outcome === "refused" ? "text-bad" : "text-quiet"}>
        {t(`bulk.${item.outcome}`)}: {item.reason}
      </span>
    );
  }
  if (action === "delete") return t("bulk.deleted", { count: item.documents ?? 0 });
  if (action === "run_now") return t("bulk.queued");
  return <Timing timing={item.after} />;
}

/** A schedule as it was or would be: state, expression and zone, next run. */
function Timing({ timing }: { timing: BulkItem["before"] }) {
  const t = useTranslations("schedules");
  if (!timing) return null;
  return (
    <div className="grid gap-0.5">
      <StateBadge state={timing.state} />
      {timing.type === "cron" ? (
        <span className="text-xs">
          <code className="font-mono">{timing.value}</code>{" "}
          <span className="text-quiet">{timing.timezone}</span>
        </span>
      ) : null}
      <span className="text-quiet text-xs">
        {timing.next_run_at ? <Moment at={timing.next_run_at} /> : t("none_planned")}
      </span>
    </div>
  );
}

/** “17 of 20 done, 3 refused”. */
export function BulkProgress({ items, of }: { items: BulkItem[]; of: number }) {
  const t = useTranslations("schedules");
  const refused = items.filter(({ outcome }) => outcome === "refused").length;
  const words = t("bulk.progress", { done: items.length - refused, of, refused });
  return (
    <div className="grid gap-1.5">
      <p role="status" className="text-sm tabular-nums">
        {words}
      </p>
      <progress
        value={items.length}
        max={Math.max(1, of)}
        aria-label={words}
        className="h-1.5 w-full accent-accent"
      />
    </div>
  );
}

/** Why some were refused: each reason once, with those that it holds for. */
export function Refused({ items }: { items: BulkItem[] }) {
  const format = useFormatter();
  const byReason = Map.groupBy(
    items.filter(({ outcome }) => outcome === "refused"),
    ({ reason }) => reason ?? "",
  );
  if (byReason.size === 0) return null;
  return (
    <ul className="grid max-h-60 gap-2 overflow-auto text-sm">
      {[...byReason].map(([reason, refused]) => (
        <li key={reason}>
          <span className="text-bad">{reason}</span>{" "}
          <span className="text-quiet">
            {format.list(refused.map((item) => item.connector_name ?? item.connector_id))}
          </span>
        </li>
      ))}
    </ul>
  );
}
