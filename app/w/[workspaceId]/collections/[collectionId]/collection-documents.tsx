import { getTranslations } from "next-intl/server";
import { DocumentTable } from "#components/documents/document-table.tsx";
import { Found } from "#components/documents/found.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { Pager } from "#components/ui/pager.tsx";
import type { Context } from "#lib/context.ts";
import { listDocuments } from "#lib/documents/list.ts";
import { searchDocuments } from "#lib/documents/search.ts";
import { orNotFound } from "../../filters.ts";
import { documentRow, foundRow } from "../../rows.ts";

type Props = { ctx: Context; collectionId: string; path: string; q?: string; cursor?: string };

/** What a search finds in a collection; all of its documents, the newest first, when nothing is searched. */
export async function CollectionDocuments(props: Props) {
  return props.q ? <FoundInIt {...props} q={props.q} /> : <AllOfIt {...props} />;
}

async function FoundInIt({ ctx, collectionId, path, q, cursor }: Props & { q: string }) {
  const search = { q, collection_id: collectionId, limit: 25, cursor };
  const [{ items, total, next_cursor }, t] = await Promise.all([
    orNotFound(searchDocuments(ctx, search)),
    getTranslations("collections"),
  ]);
  return (
    <>
      <p role="status" className="text-quiet text-sm">
        {t("matches", { count: total, query: q })}
      </p>
      <Found documents={items.map((document) => foundRow(ctx.workspaceId, document))} heading="h3" />
      <Pager path={path} filters={{ q }} isFirst={cursor === undefined} nextCursor={next_cursor} />
    </>
  );
}

async function AllOfIt({ ctx, collectionId, path, cursor }: Props) {
  const filter = { collection_id: collectionId, removed: false, limit: 25, cursor };
  const [{ items, next_cursor }, t] = await Promise.all([
    orNotFound(listDocuments(ctx, filter)),
    getTranslations("collections"),
  ]);
  if (items.length === 0) return <EmptyState words={t("no_documents")} />;
  return (
    <>
      <DocumentTable rows={items.map((document) => documentRow(ctx.workspaceId, document))} />
      <Pager path={path} filters={{}} isFirst={cursor === undefined} nextCursor={next_cursor} />
    </>
  );
}
