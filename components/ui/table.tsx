import type { ReactNode } from "react";

type Props = {
  label: string;
  columns: string[];
  /** Columns of numbers, after the others: set to the right, as their cells are. */
  numbers?: string[];
  children: ReactNode;
};

/** Rows under named columns; scrolls sideways by itself where it is too wide. */
export function Table({ label, columns, numbers = [], children }: Props) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section aria-label={label} tabIndex={0} className="overflow-x-auto rounded-lg border border-line">
      <table className="relative w-full min-w-2xl border-collapse text-left text-sm tabular-nums [&_td]:border-line [&_td]:border-t [&_td]:px-3 [&_td]:py-2 [&_td]:align-top">
        <thead>
          <tr>
            {columns.map((column) => (
              <th
                key={column}
                scope="col"
                className="whitespace-nowrap bg-raised px-3 py-2 font-medium text-quiet"
              >
                {column}
              </th>
            ))}
            {numbers.map((column) => (
              <th
                key={column}
                scope="col"
                className="whitespace-nowrap bg-raised px-3 py-2 text-right font-medium text-quiet"
              >
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </section>
  );
}
