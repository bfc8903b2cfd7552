import Link from "next/link";
import { useFormatter, useTranslations } from "next-intl";
import { Duration } from "#components/ui/amounts.tsx";
import { Moment } from "#components/ui/moment.tsx";
import type { State } from "#components/ui/state-badge.tsx";
import { Table } from "#components/ui/table.tsx";
import type { Counters } from "./counters.ts";
import { OutcomeStrip } from "./outcome-strip.tsx";
import { RunState } from "./run-state.tsx";

export type RunRow = {
  id: string;
  href: string;
  connectorName: string;
  trigger: "schedule" | "association" | "manual" | "retry" | "upload";
  /** Who asked for it. */
  by: string | null;
  state: State;
  notBefore: string | null;
  cancelledBy: string | null;
  reason: string | null;
  plannedFor: string | null;
  startedAt: string | null;
  createdAt: string;
  durationMs: number | null;
  counters: Counters;
};

/** What ran, how it went, and what became of each item: the outcomes add up to what was discovered. */
export function RunTable({ rows, label }: { rows: RunRow[]; label?: string }) {
  const t = useTranslations("runs");
  return (
    <Table
      label={label ?? t("title")}
      columns={[t("run"), t("state"), t("started"), t("items")]}
      numbers={[t("discovered"), t("duration")]}
    >
      {rows.map((row) => (
        <Row key={row.id} {...row} />
      ))}
    </Table>
  );
}

function Row({ href, connectorName, trigger, by, reason, durationMs, counters, ...row }: RunRow) {
  const t = useTranslations("runs");
  const triggers = useTranslations("triggers");
  const format = useFormatter();
  const { plannedFor, startedAt, createdAt } = row;
  return (
    <tr>
      <td className="min-w-44 [overflow-wrap:anywhere]">
        <Link href={href} prefetch={false} className="font-medium hover:underline">
          {connectorName}
        </Link>
        <p className="text-quiet">
          {by ? t("by", { trigger: triggers(trigger), name: by }) : triggers(trigger)}
        </p>
      </td>
      <td className="max-w-sm min-w-40">
        <RunState {...row} failed={counters.failed} />
        {reason ? (
          <p title={reason} className="line-clamp-2 text-quiet [overflow-wrap:anywhere]">
            {reason}
          </p>
        ) : null}
      </td>
      <td>
        <Moment at={startedAt ?? createdAt} />
        {plannedFor ? (
          <p className="whitespace-nowrap text-quiet">
            {t.rich("planned_for", { at: () => <Moment key="at" at={plannedFor} /> })}
          </p>
        ) : null}
      </td>
      <td>
        <OutcomeStrip counters={counters} />
      </td>
      <td className="text-right">{format.number(counters.discovered)}</td>
      <td className="whitespace-nowrap text-right">
        {durationMs === null ? null : <Duration ms={durationMs} />}
      </td>
    </tr>
  );
}
