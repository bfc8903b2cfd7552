import { Moment } from "#components/ui/moment.tsx";
import { StateBadge } from "#components/ui/state-badge.tsx";
import { Table } from "#components/ui/table.tsx";

export type RunRow = {
  id: string;
  connectorName: string;
  trigger: string;
  state: string;
  reason: string | null;
  createdAt: string;
  counters: Record<string, number>;
};

const outcomes = ["added", "updated", "unchanged", "deleted", "skipped", "failed"];

/** What ran, and what became of each item: the outcomes add up to what was discovered. */
export function RunTable({ rows }: { rows: RunRow[] }) {
  return (
    <Table label="Runs" columns={["Run", "State", "Discovered", ...outcomes]}>
      {rows.map(({ id, connectorName, trigger, state, reason, createdAt, counters }) => (
        <tr key={id}>
          <td>
            <span className="font-medium">{connectorName}</span>{" "}
            <span className="text-quiet">({trigger})</span>
            <br />
            <Moment at={createdAt} />
          </td>
          <td>
            <StateBadge state={state} />
            {reason && <p className="text-quiet">{reason}</p>}
          </td>
          {["discovered", ...outcomes].map((outcome) => (
            <td key={outcome} className="text-right tabular-nums">
              {(counters[outcome] ?? 0).toLocaleString("en")}
            </td>
          ))}
        </tr>
      ))}
    </Table>
  );
}
