import { useFormatter, useTranslations } from "next-intl";
import { Size } from "#components/ui/amounts.tsx";
import { Table } from "#components/ui/table.tsx";
import { useSay } from "../fields/fields-context.tsx";
import type { Preview, PreviewItem } from "./trial.ts";

/** What settings would read: the first items, what would be left out and why, and what a query came to. */
export function PreviewResult({ preview }: { preview: Preview }) {
  const t = useTranslations("trial");
  const format = useFormatter();
  const say = useSay();
  const { items, estimated_total: total, resolved, note, truncated } = preview;
  const taken = items.filter(({ kind }) => kind === "content").length;
  const left = items.length - taken;
  return (
    <div className="grid min-w-0 gap-4">
      <p className="text-sm">
        {t("found", { count: taken })}
        {left > 0 ? ` ${t("left_out", { count: left })}` : ""}
        {truncated ? ` ${t("more")}` : ""}
        {total === null ? "" : ` ${t("estimate", { total: format.number(total) })}`}
      </p>
      {resolved ? (
        <div className="grid gap-1 text-sm">
          <p className="font-medium">{t("resolved")}</p>
          <code className="block overflow-x-auto whitespace-pre-wrap rounded-lg bg-raised px-3 py-2 text-[0.8125rem] [overflow-wrap:anywhere]">
            {resolved}
          </code>
        </div>
      ) : null}
      {note ? <p className="text-quiet text-sm">{say(note)}</p> : null}
      {items.length > 0 ? <PreviewTable label={t("first_items")} items={items} /> : null}
    </div>
  );
}

type TableProps = {
  label: string;
  items: PreviewItem[];
  /** Whether a run wouldn't find them any more. */
  isGone?: boolean;
};

/** Items as a run would find them. */
export function PreviewTable({ label, items, isGone = false }: TableProps) {
  const t = useTranslations("trial");
  const say = useSay();
  return (
    <Table label={label} columns={[t("item"), t("what")]} numbers={[t("size")]}>
      {items.map(({ key, title, link, kind, reason, mime, size_bytes: size }) => (
        <tr key={key}>
          <td className="max-w-md">
            {isWeb(link) ? (
              <a
                href={link}
                target="_blank"
                rel="noreferrer noopener nofollow"
                className="hover:underline [overflow-wrap:anywhere]"
              >
                {title}
              </a>
            ) : (
              <span className="[overflow-wrap:anywhere]">{title}</span>
            )}
          </td>
          <td>
            <Fate kind={isGone ? "gone" : kind} />
            {reason ? `: ${say(reason)}` : null}
            {mime && !isGone ? <span className="text-quiet"> · {mime}</span> : null}
          </td>
          <td className="text-right">{size === undefined ? "" : <Size bytes={size} />}</td>
        </tr>
      ))}
    </Table>
  );
}

function isWeb(link: string | null): link is string {
  return link !== null && /^https?:\/\//i.test(link);
}

const fates = {
  content: ["✓", "text-good"],
  skipped: ["–", "text-quiet"],
  failed: ["✕", "text-bad"],
  gone: ["−", "text-warn"],
} as const;

function Fate({ kind }: { kind: keyof typeof fates }) {
  const t = useTranslations("trial");
  const [mark, colour] = fates[kind];
  return (
    <span className={colour}>
      <span aria-hidden="true">{mark}&nbsp;</span>
      {t(kind)}
    </span>
  );
}
