import Link from "next/link";
import { useTranslations } from "next-intl";
import { Duration, Size } from "#components/ui/amounts.tsx";
import { Table } from "#components/ui/table.tsx";
import type { Outcome } from "./counters.ts";
import { OutcomeBadge } from "./outcome-badge.tsx";

export type ItemRow = {
  key: string;
  outcome: Outcome;
  title: string | null;
  /** Our page of the document that it became. */
  href: string | null;
  link: string | null;
  reason: string | null;
  sizeBytes: number | null;
  durationMs: number | null;
};

/** What a run did, item by item. */
export function ItemTable({ rows }: { rows: ItemRow[] }) {
  const t = useTranslations("items");
  return (
    <Table
      label={t("title")}
      columns={[t("outcome"), t("item"), t("reason")]}
      numbers={[t("size"), t("duration")]}
    >
      {rows.map(({ key, outcome, title, href, link, reason, sizeBytes, durationMs }) => (
        <tr key={key}>
          <td>
            <OutcomeBadge outcome={outcome} />
          </td>
          <td className="max-w-md [overflow-wrap:anywhere]">
            {href ? (
              <Link href={href} prefetch={false} className="font-medium hover:underline">
                {title ?? key}
              </Link>
            ) : (
              <span className="font-medium">{title ?? key}</span>
            )}
            {link ? (
              <>
                <br />
                <a href={link} rel="noopener noreferrer nofollow" className="text-quiet hover:underline">
                  {link}
                </a>
              </>
            ) : null}
          </td>
          <td className="max-w-md text-quiet [overflow-wrap:anywhere]">{reason}</td>
          <td className="whitespace-nowrap text-right">
            {sizeBytes === null ? null : <Size bytes={sizeBytes} />}
          </td>
          <td className="whitespace-nowrap text-right">
            {durationMs === null ? null : <Duration ms={durationMs} />}
          </td>
        </tr>
      ))}
    </Table>
  );
}
