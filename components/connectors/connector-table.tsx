import Link from "next/link";
import { useFormatter, useTranslations } from "next-intl";
import { Moment } from "#components/ui/moment.tsx";
import { type State, StateBadge } from "#components/ui/state-badge.tsx";
import { Table } from "#components/ui/table.tsx";
import type { ConnectorType } from "#lib/connectors/slots.ts";

export type ConnectorRow = {
  id: string;
  href: string;
  name: string;
  type: ConnectorType;
  /** The schedule in words. */
  schedule: string;
  /** Where its times are read; null when it has none. */
  timeZone: string | null;
  state: State;
  nextRunAt: string | null;
  lastRun: { href: string; state: State; at: string } | null;
  documents: number;
};

/** What a workspace reads, when next, and how it went last. */
export function ConnectorTable({ rows }: { rows: ConnectorRow[] }) {
  const t = useTranslations("connectors");
  return (
    <Table
      label={t("title")}
      columns={[t("connector"), t("schedule"), t("next_run"), t("last_run")]}
      numbers={[t("documents")]}
    >
      {rows.map((row) => (
        <Row key={row.id} {...row} />
      ))}
    </Table>
  );
}

function Row({ href, name, type, schedule, timeZone, state, nextRunAt, lastRun, documents }: ConnectorRow) {
  const t = useTranslations("connectors");
  const types = useTranslations("types");
  const format = useFormatter();
  return (
    <tr>
      <td>
        <Link href={href} prefetch={false} className="font-medium hover:underline">
          {name}
        </Link>
        <br />
        <span className="text-quiet">{types(type)}</span>
      </td>
      <td>
        {schedule}
        {timeZone && <span className="text-quiet"> ({timeZone})</span>}
        <br />
        <StateBadge state={state} />
      </td>
      <td>
        {nextRunAt ? <Moment at={nextRunAt} /> : <span className="text-quiet">{t("none_planned")}</span>}
      </td>
      <td>
        {lastRun ? (
          <>
            <Link href={lastRun.href} prefetch={false} className="hover:underline">
              <StateBadge state={lastRun.state} />
            </Link>
            <br />
            <Moment at={lastRun.at} />
          </>
        ) : (
          <span className="text-quiet">{t("not_yet")}</span>
        )}
      </td>
      <td className="text-right">{format.number(documents)}</td>
    </tr>
  );
}
