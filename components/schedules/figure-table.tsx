import type { ReactNode } from "react";
import { Scrollable } from "#components/ui/scrollable.tsx";

type Props = { label: string; columns: string[]; children: ReactNode };

/** What a picture shows, for those who read instead: folded away until somebody wants it. */
export function FigureTable({ label, columns, children }: Props) {
  return (
    <details className="min-w-0 text-xs">
      <summary className="w-fit cursor-pointer text-quiet hover:text-ink">{label}</summary>
      <Scrollable label={label} className="mt-2 max-h-64 overflow-auto">
        <table className="w-full text-left tabular-nums [&_:is(td,th)]:px-2.5 [&_:is(td,th)]:py-1 [&_tbody_th]:font-normal">
          <thead className="bg-raised text-quiet">
            <tr>
              {columns.map((column) => (
                <th key={column} scope="col" className="font-medium">
                  {column}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>{children}</tbody>
        </table>
      </Scrollable>
    </details>
  );
}
