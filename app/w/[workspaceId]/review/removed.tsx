import { getTranslations } from "next-intl/server";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { Filters } from "#components/ui/filters.tsx";
import { Pager } from "#components/ui/pager.tsx";
import { isAllowed } from "#lib/auth/permissions.ts";
import type { Context } from "#lib/context.ts";
import { listDocuments } from "#lib/documents/list.ts";
import { getWorkspace } from "#lib/workspaces/get.ts";
import { orNotFound } from "../filters.ts";
import { RemovedTable } from "./removed-table.tsx";

type Filter = { q?: string; connector_id?: string; cursor?: string };
type Props = { ctx: Context; path: string; filters: Filter };

/** What was removed and can still be brought back. */
export async function Removed({ ctx, path, filters }: Props) {
  const { q, connector_id, cursor } = filters;
  const [page, { retention_days: days }, t] = await Promise.all([
    orNotFound(listDocuments(ctx, { ...filters, removed: true, limit: 25 })),
    getWorkspace(ctx),
    getTranslations("review"),
  ]);
  const isNarrow = Boolean(q || connector_id);
  return (
    <section className="grid min-w-0 gap-3">
      <h2 className="font-medium text-lg">{t("removed")}</h2>
      <p className="max-w-prose text-quiet text-sm">{t("about_removed", { days })}</p>
      {page.items.length > 0 || isNarrow ? (
        <Filters path={path} text={{ label: t("by_title"), value: q }} selects={[]} keep={{ connector_id }} />
      ) : null}
      {page.items.length === 0 ? (
        <EmptyState words={t(isNarrow ? "no_match" : "none_removed")} />
      ) : (
        <RemovedTable
          workspaceId={ctx.workspaceId}
          documents={page.items}
          retentionDays={days}
          mayRestore={isAllowed(ctx.role, "deletions.decide")}
        />
      )}
      <Pager
        path={path}
        filters={{ q, connector_id }}
        isFirst={cursor === undefined}
        nextCursor={page.next_cursor}
      />
    </section>
  );
}
