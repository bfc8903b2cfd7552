import { getTimeZone, getTranslations } from "next-intl/server";
import { DocumentTable } from "#components/documents/document-table.tsx";
import { Found } from "#components/documents/found.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { Pager } from "#components/ui/pager.tsx";
import type { Context } from "#lib/context.ts";
import { listDocuments } from "#lib/documents/list.ts";
import { searchDocuments } from "#lib/documents/search.ts";
import { orNotFound } from "../../filters.ts";
import { documentRow, foundRow } from "../../rows.ts";
import { startOfDay } from "../../settings/audit-log/day.ts";
import type { DocumentQuery } from "./document-query.ts";

type Props = { ctx: Context; collectionId: string; path: string; filters: DocumentQuery };

/** What a search finds in a collection; all of its documents, the newest first, when nothing is searched. */
export async function CollectionDocuments({ ctx, collectionId, path, filters }: Props) {
  const { q, cursor, updated_since: since, ...others } = filters;
  const narrowed = {
    ...others,
    collection_id: collectionId,
    limit: 25,
    cursor,
    updated_since: since === undefined ? undefined : startOfDay(since, await getTimeZone()),
  };
  const words = q?.trim();
  const { cursor: _, ...shown } = filters;
  const pager = (next: string | null) => (
    <Pager path={path} filters={shown} isFirst={cursor === undefined} nextCursor={next} />
  );
  if (words) {
    const [{ items, total, next_cursor }, t] = await Promise.all([
      orNotFound(searchDocuments(ctx, { ...narrowed, q: words })),
      getTranslations("collections"),
    ]);
    return (
      <>
        <p role="status" className="text-quiet text-sm">
          {t("matches", { count: total, query: words })}
        </p>
        <Found documents={items.map((document) => foundRow(ctx.workspaceId, document))} heading="h3" />
        {pager(next_cursor)}
      </>
    );
  }
  const [{ items, next_cursor }, t] = await Promise.all([
    orNotFound(listDocuments(ctx, { ...narrowed, removed: false })),
    getTranslations("collections"),
  ]);
  const isNarrow = Object.values({ ...others, since }).some(Boolean);
  if (items.length === 0) return <EmptyState words={t(isNarrow ? "no_document_matches" : "no_documents")} />;
  return (
    <>
      <DocumentTable rows={items.map((document) => documentRow(ctx.workspaceId, document))} />
      {pager(next_cursor)}
    </>
  );
}
