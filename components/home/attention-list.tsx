import { AlarmClock, CircleX, KeyRound, ListChecks, type LucideIcon, Unlink } from "lucide-react";
import Link from "next/link";
import { useFormatter, useTranslations } from "next-intl";
import { TypeIcon } from "#components/connectors/type-icon.tsx";
import { Ago } from "#components/ui/ago.tsx";
import type { ConnectorType } from "#lib/connectors/slots.ts";

export type AttentionKind =
  | "needs_credentials"
  | "failing"
  | "held_deletions"
  | "stalled"
  | "waiting_for_collection";

export type AttentionRow = {
  kind: AttentionKind;
  connector: { href: string; name: string; type: ConnectorType };
  since: string | null;
  reason: string | null;
  failures: number;
  documents: number;
  /** The one next step. */
  action: { href: string; words: string };
};

const looks: Record<AttentionKind, readonly [icon: LucideIcon, colour: string]> = {
  needs_credentials: [KeyRound, "text-bad"],
  failing: [CircleX, "text-bad"],
  held_deletions: [ListChecks, "text-warn"],
  stalled: [AlarmClock, "text-warn"],
  waiting_for_collection: [Unlink, "text-quiet"],
};

type Props = {
  rows: AttentionRow[];
  label: string;
  /** All of it is about the connector whose page this is on: neither its name nor a way there is needed. */
  isOwnPage?: boolean;
};

/** What wants a person, each with what to do next. */
export function AttentionList({ rows, label, isOwnPage = false }: Props) {
  return (
    <ul aria-label={label} className="grid divide-y divide-line rounded-lg border border-line">
      {rows.map((row) => (
        <Item key={`${row.kind} ${row.connector.href} ${row.action.href}`} {...row} isOwnPage={isOwnPage} />
      ))}
    </ul>
  );
}

type ItemProps = AttentionRow & { isOwnPage: boolean };

function Item({ kind, connector, since, reason, failures, documents, action, isOwnPage }: ItemProps) {
  const t = useTranslations("attention");
  const format = useFormatter();
  const [Icon, colour] = looks[kind];
  return (
    <li className="flex flex-wrap items-start gap-x-4 gap-y-2 px-4 py-3 text-sm">
      <div className="grid min-w-0 flex-1 basis-72 gap-1">
        <p className="flex flex-wrap items-baseline gap-x-3 gap-y-1">
          {isOwnPage ? null : (
            <Link
              href={connector.href}
              prefetch={false}
              className="inline-flex min-w-0 gap-2 font-medium hover:underline"
            >
              <TypeIcon type={connector.type} size={16} />
              <span className="[overflow-wrap:anywhere]">{connector.name}</span>
            </Link>
          )}
          <span className={`inline-flex items-baseline gap-1.5 ${colour}`}>
            <Icon aria-hidden="true" size={14} className="shrink-0 translate-y-0.5" />
            {t(kind, { failures, documents: format.number(documents) })}
          </span>
          {since ? (
            <span className="text-quiet">
              <Ago at={since} />
            </span>
          ) : null}
        </p>
        {reason ? (
          <p title={reason} className="line-clamp-2 text-quiet [overflow-wrap:anywhere]">
            {reason}
          </p>
        ) : null}
      </div>
      {isOwnPage && action.href === connector.href ? null : (
        <Link
          href={action.href}
          className="shrink-0 rounded-lg border border-line px-3 py-1.5 font-medium hover:bg-raised"
        >
          {action.words}
        </Link>
      )}
    </li>
  );
}
