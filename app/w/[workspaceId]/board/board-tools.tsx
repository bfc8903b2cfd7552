import { useTranslations } from "next-intl";
import type { Column } from "#components/schedules/columns.ts";
import { Filters } from "#components/ui/filters.tsx";
import { connectorTypes } from "#lib/connectors/slots.ts";
import { ColumnChoice } from "./column-choice.tsx";
import { FilterChips } from "./filter-chips.tsx";
import { hrefTo, lookOf, type View } from "./view.ts";

const states = [
  "active",
  "running",
  "late",
  "failing",
  "needs_credentials",
  "paused",
  "waiting_for_collection",
  "done",
] as const;
const kinds = ["cron", "when", "imed"] as const;
const sorts = ["name", "next_run", "last_success", "lateness"] as const;

export type Tool = "state" | "connector_type" | "type" | "sort";

type Props = { view: View; tools: readonly Tool[]; columns: readonly Column[]; timeZone: string };

/** What narrows the list down, and which columns it has. */
export function BoardTools({ view, tools, columns, timeZone }: Props) {
  const t = useTranslations("schedules");
  const connectors = useTranslations("connectors");
  const selects = useSelects(view).filter(({ name }) => tools.includes(name));
  const { filters, ordering } = view;
  const fields: string[] = ["q", ...tools];
  const others = Object.entries({ ...filters, ...ordering }).filter(([name]) => !fields.includes(name));
  return (
    <search aria-label={t("narrow")} className="grid gap-2">
      <div className="flex flex-wrap items-end justify-between gap-2">
        <Filters
          path={view.path}
          text={{ label: connectors("by_name"), value: filters.q }}
          selects={selects}
          cleared={hrefTo({ ...view, filters: {} })}
          keep={{ ...Object.fromEntries(others), ...lookOf(view) }}
        />
        <ColumnChoice view={view} shown={columns} />
      </div>
      <FilterChips view={view} timeZone={timeZone} />
    </search>
  );
}

function useSelects({ filters, ordering }: View) {
  const t = useTranslations("schedules");
  const connectors = useTranslations("connectors");
  const types = useTranslations("types");
  const words = useTranslations("states");
  return [
    {
      name: "state" as const,
      label: connectors("state"),
      value: filters.state,
      options: states.map((value) => ({ value, words: words(value) })),
    },
    {
      name: "connector_type" as const,
      label: connectors("type"),
      value: filters.connector_type,
      options: connectorTypes.map((value) => ({ value, words: types(value) })),
    },
    {
      name: "type" as const,
      label: t("kind"),
      value: filters.type,
      options: kinds.map((value) => ({ value, words: t(`kinds.${value}`) })),
    },
    {
      name: "sort" as const,
      label: t("sort"),
      value: ordering.sort,
      otherwise: t("sorts.created"),
      options: sorts.map((value) => ({ value, words: t(`sorts.${value}`) })),
    },
  ];
}
