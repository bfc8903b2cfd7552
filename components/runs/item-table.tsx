import Link from "next/link";
import { useTranslations } from "next-intl";
import { Duration, Size } from "#components/ui/amounts.tsx";
import { Button } from "#components/ui/button.tsx";
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

/**
 * What a run did, item by item. Where failed ones can be retried, each has a box and a button, both named key, of the
 * form around the table.
 */
export function ItemTable({ rows, isRetryable }: { rows: ItemRow[]; isRetryable: boolean }) {
  const t = useTranslations("items");
  return (
    <Table
      label={t("title")}
      columns={[t("outcome"), t("item"), t("reason"), ...(isRetryable ? [t("retry")] : [])]}
      numbers={[t("size"), t("duration")]}
    >
      {rows.map(({ key, outcome, title, href, link, reason, sizeBytes, durationMs }) => (
        <tr key={key}>
          <td>
            {isRetryable && outcome === "failed" ? (
              <label className="flex cursor-pointer gap-2">
                <input type="checkbox" name="key" value={key} className="accent-accent" />
                <span className="sr-only">{t("select", { item: title ?? key })}</span>
                <OutcomeBadge outcome={outcome} />
              </label>
            ) : (
              <OutcomeBadge outcome={outcome} />
            )}
          </td>
          <td className="max-w-md [overflow-wrap:anywhere]">
            {href ? (
              <Link href={href} prefetch={false} className="block w-fit py-0.5 font-medium hover:underline">
                {title ?? key}
              </Link>
            ) : (
              <span className="font-medium">{title ?? key}</span>
            )}
            {link && (title !== null || link !== key) ? (
              <a
                href={link}
                rel="noopener noreferrer nofollow"
                className="block w-fit py-0.5 text-quiet hover:underline"
              >
                {link}
              </a>
            ) : null}
          </td>
          <td className="max-w-md text-quiet [overflow-wrap:anywhere]">{reason}</td>
          {isRetryable ? (
            <td>
              {outcome === "failed" ? (
                <Button type="submit" name="key" value={key} look="plain" size="small">
                  {t("retry")}
                  <span className="sr-only"> {title ?? key}</span>
                </Button>
              ) : null}
            </td>
          ) : null}
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
