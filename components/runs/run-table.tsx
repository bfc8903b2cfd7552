import Link from "next/link";
import { useFormatter, useTranslations } from "next-intl";
import { Moment } from "#components/ui/moment.tsx";
import { type State, StateBadge } from "#components/ui/state-badge.tsx";
import { Table } from "#components/ui/table.tsx";
import { type Counters, counts } from "./counters.ts";

export type RunRow = {
  id: string;
  href: string;
  connectorName: string;
  trigger: "schedule" | "association" | "manual" | "retry" | "upload";
  state: State;
  reason: string | null;
  createdAt: string;
  counters: Counters;
};

/** What ran, and what became of each item: the outcomes add up to what was discovered. */
export function RunTable({ rows }: { rows: RunRow[] }) {
  const t = useTranslations("runs");
  const outcomes = useTranslations("outcomes");
  const triggers = useTranslations("triggers");
  const format = useFormatter();
  return (
    <Table
      label={t("title")}
      columns={[t("run"), t("state")]}
      numbers={counts.map((count) => outcomes(count))}
    >
      {rows.map(({ id, href, connectorName, trigger, state, reason, createdAt, counters }) => (
        <tr key={id}>
          <td>
            <Link href={href} prefetch={false} className="font-medium hover:underline">
              {connectorName}
            </Link>{" "}
            <span className="whitespace-nowrap text-quiet">({triggers(trigger)})</span>
            <br />
            <Moment at={createdAt} />
          </td>
          <td>
            <StateBadge state={state} />
            {reason && <p className="max-w-prose text-quiet">{reason}</p>}
          </td>
          {counts.map((count) => (
            <td key={count} className="text-right">
              {format.number(counters[count])}
            </td>
          ))}
        </tr>
      ))}
    </Table>
  );
}
