import Link from "next/link";
import { useTranslations } from "next-intl";
import { getTranslations } from "next-intl/server";
import { OutcomeBadge } from "#components/runs/outcome-badge.tsx";
import { Moment } from "#components/ui/moment.tsx";
import type { Context } from "#lib/context.ts";
import { type DocumentHistory, getDocumentHistory } from "#lib/documents/history.ts";
import type { DocumentDetail } from "#lib/documents/schemas.ts";
import { collectionsOf } from "../../collections-of.ts";
import { orNotFound } from "../../filters.ts";

const strong = "text-accent underline underline-offset-2";

/** Why a document is here: which connector brought it, through which collections it is found, what runs did with it. */
export async function Origin({ ctx, document }: { ctx: Context; document: DocumentDetail }) {
  const [history, collections, t] = await Promise.all([
    orNotFound(getDocumentHistory(ctx, { documentId: document.id })),
    collectionsOf(ctx, document.collection_ids),
    getTranslations("documents"),
  ]);
  const home = `/w/${ctx.workspaceId}`;
  return (
    <section className="grid min-w-0 gap-3">
      <h2 className="font-medium text-lg">{t("why")}</h2>
      <p className="max-w-prose text-sm">
        {t.rich("brought_by", {
          connector: () => (
            <Link key="connector" href={`${home}/connectors/${document.connector_id}`} className={strong}>
              {document.connector_name}
            </Link>
          ),
        })}{" "}
        {collections.length === 0 ? t("in_no_collection") : t("found_through", { count: collections.length })}
        {collections.map(({ id, name }, index) => (
          <span key={id}>
            {index > 0 ? ", " : " "}
            <Link href={`${home}/collections/${id}`} className={strong}>
              {name}
            </Link>
          </span>
        ))}
        {collections.length > 0 ? "." : null}
      </p>
      <History workspaceId={ctx.workspaceId} items={history.items} />
    </section>
  );
}

function History({ workspaceId, items }: { workspaceId: string; items: DocumentHistory["items"] }) {
  const t = useTranslations("documents");
  if (items.length === 0) return <p className="text-quiet text-sm">{t("no_history")}</p>;
  return (
    <ol aria-label={t("history")} className="grid gap-1 text-sm">
      {items.map(({ run_id, outcome, reason, at }) => (
        <li key={run_id} className="flex flex-wrap gap-x-3">
          <OutcomeBadge outcome={outcome} />
          <Link href={`/w/${workspaceId}/runs/${run_id}`} prefetch={false} className="hover:underline">
            <Moment at={at} />
          </Link>
          {reason ? <span className="text-quiet [overflow-wrap:anywhere]">{reason}</span> : null}
        </li>
      ))}
    </ol>
  );
}
