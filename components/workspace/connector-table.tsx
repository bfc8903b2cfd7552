import { Moment } from "#components/ui/moment.tsx";
import { StateBadge } from "#components/ui/state-badge.tsx";
import { Table } from "#components/ui/table.tsx";

export type ConnectorRow = {
  id: string;
  name: string;
  type: string;
  /** The schedule in words. */
  schedule: string;
  /** Where its times are read; null when it has none. */
  timeZone: string | null;
  state: string;
  nextRunAt: string | null;
  lastRun: { state: string; finishedAt: string | null } | null;
  documents: number;
};

/** What a workspace reads, when next, and how it went last. */
export function ConnectorTable({ rows }: { rows: ConnectorRow[] }) {
  return (
    <Table
      label="Connectors"
      columns={["Connector", "Schedule", "Next run", "Last run"]}
      numbers={["Documents"]}
    >
      {rows.map(({ id, name, type, schedule, timeZone, state, nextRunAt, lastRun, documents }) => (
        <tr key={id}>
          <td>
            <span className="font-medium">{name}</span>
            <br />
            <span className="text-quiet">{type}</span>
          </td>
          <td>
            {schedule}
            {timeZone && <span className="text-quiet"> ({timeZone})</span>}
            <br />
            <StateBadge state={state} />
          </td>
          <td>{nextRunAt ? <Moment at={nextRunAt} /> : "none planned"}</td>
          <td>
            {lastRun ? <StateBadge state={lastRun.state} /> : "not yet"}
            <br />
            {lastRun?.finishedAt && <Moment at={lastRun.finishedAt} />}
          </td>
          <td className="text-right tabular-nums">{documents.toLocaleString("en")}</td>
        </tr>
      ))}
    </Table>
  );
}
