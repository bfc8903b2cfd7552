import { X } from "lucide-react";
import Link from "next/link";
import { useFormatter, useTranslations } from "next-intl";
import { hrefTo, type View } from "./view.ts";

/** Filters that have no field: an hour of the heat map, a collection, a person. Each goes with a click. */
export function FilterChips({ view, timeZone }: { view: View; timeZone: string }) {
  const t = useTranslations("schedules");
  const format = useFormatter();
  const { planned_from: from, planned_to: to, collection_id, created_by } = view.filters;
  const day = (at: string) =>
    format.dateTime(new Date(at), {
      weekday: "short",
      day: "numeric",
      month: "short",
      hour: "2-digit",
      minute: "2-digit",
      hourCycle: "h23",
      timeZone,
    });
  const clock = (at: string) =>
    format.dateTime(new Date(at), { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone });
  const chips = [
    from && to
      ? {
          words: t("planned_in", { from: day(from), to: clock(to) }),
          without: { planned_from: undefined, planned_to: undefined },
        }
      : null,
    collection_id ? { words: t("one_collection"), without: { collection_id: undefined } } : null,
    created_by ? { words: t("one_owner"), without: { created_by: undefined } } : null,
  ].filter((chip) => chip !== null);
  if (chips.length === 0) return null;
  return (
    <ul className="flex flex-wrap gap-2">
      {chips.map(({ words, without }) => (
        <li key={words}>
          <Link
            href={hrefTo(view, without)}
            scroll={false}
            aria-label={t("drop_filter", { words })}
            className="flex items-center gap-1.5 rounded-full border border-accent px-2.5 py-1 text-sm hover:bg-raised"
          >
            {words}
            <X aria-hidden="true" size={14} />
          </Link>
        </li>
      ))}
    </ul>
  );
}
