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

const counts = ["discovered", "added", "updated", "unchanged", "deleted", "skipped", "failed"];

/** What ran, and what became of each item: the outcomes add up to what was discovered. */
export function RunTable({ rows }: { rows: RunRow[] }) {
  return (
    <Table label="Runs" columns={["Run", "State"]} numbers={counts.map(capitalised)}>
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
          {counts.map((count) => (
            <td key={count} className="text-right tabular-nums">
              {(counters[count] ?? 0).toLocaleString("en")}
            </td>
          ))}
        </tr>
      ))}
    </Table>
  );
}

function capitalised(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
