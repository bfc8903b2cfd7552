import { ArrowRight } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { Moment } from "#components/ui/moment.tsx";
import { Table } from "#components/ui/table.tsx";
import { useActionWords } from "./use-action-words.ts";

/** A value that an action set; with `from`, one that it changed. */
export type Detail = { name: string; from?: string; to: string };

export type AuditRow = {
  id: string;
  at: string;
  actor: { type: "user" | "token" | "system"; name: string | null; email: string | null };
  action: string;
  target: { id: string; href: string | null };
  details: Detail[];
  requestId: string | null;
};

/** Who did what, when, and what it changed. */
export function AuditTable({ rows }: { rows: AuditRow[] }) {
  const t = useTranslations("audit");
  return (
    <Table label={t("title")} columns={[t("when"), t("who"), t("what"), t("details")]}>
      {rows.map((row) => (
        <Row key={row.id} {...row} />
      ))}
    </Table>
  );
}

function Row({ at, actor, action, target, details, requestId }: AuditRow) {
  const t = useTranslations("audit");
  const wordsOf = useActionWords();
  const ids = [
    ...details.filter(({ name }) => isForMachines(name)),
    ...(requestId ? [{ name: "request_id", to: requestId }] : []),
  ];
  return (
    <tr>
      <td>
        <Moment at={at} />
      </td>
      <td className="min-w-44 [overflow-wrap:anywhere]">
        {actor.type === "token"
          ? t("token", { name: actor.name ?? t("unknown") })
          : (actor.name ?? t("unknown"))}
        {actor.email ? (
          <>
            <br />
            <span className="text-quiet">{actor.email}</span>
          </>
        ) : null}
      </td>
      <td className="min-w-48 [overflow-wrap:anywhere]">
        <span className="font-medium">{wordsOf(action)}</span>
        <br />
        {target.href ? (
          <Link href={target.href} prefetch={false} className="text-quiet hover:underline">
            {target.id}
          </Link>
        ) : (
          <span className="text-quiet">{target.id}</span>
        )}
      </td>
      <td className="max-w-md">
        <Details details={details.filter(({ name }) => !isForMachines(name))} />
        {ids.length > 0 ? (
          <details className="text-quiet">
            <summary className="cursor-pointer">{t("ids")}</summary>
            <Details details={ids} />
          </details>
        ) : null}
      </td>
    </tr>
  );
}

function isForMachines(name: string): boolean {
  return /(^|_)(ids?|sha256)$/.test(name);
}

function Details({ details }: { details: Detail[] }) {
  return (
    <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-3">
      {details.map((detail) => (
        <DetailLine key={detail.name} {...detail} />
      ))}
    </dl>
  );
}

function DetailLine({ name, from, to }: Detail) {
  const t = useTranslations("audit");
  return (
    <>
      <dt className="text-quiet">{name}</dt>
      <dd className="[overflow-wrap:anywhere]">
        {from === undefined ? null : (
          <>
            <span className="text-quiet line-through">{from || t("nothing")}</span>{" "}
            <ArrowRight role="img" aria-label={t("became")} size={12} className="inline" />{" "}
          </>
        )}
        {to || t("nothing")}
      </dd>
    </>
  );
}
