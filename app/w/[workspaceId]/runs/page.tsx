import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { pageContext } from "#app/session.ts";
import { RunTable } from "#components/runs/run-table.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { Filters } from "#components/ui/filters.tsx";
import { Live } from "#components/ui/live.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { Pager } from "#components/ui/pager.tsx";
import { listRuns } from "#lib/runs/list.ts";
import { listRunsQuery, runStates, runTriggers } from "#lib/runs/schemas.ts";
import { orNotFound, readFilters, type SearchParams } from "../filters.ts";
import { runRow } from "../rows.ts";

type Props = { params: Promise<{ workspaceId: string }>; searchParams: SearchParams };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("runs"))("title") };
}

export default async function RunsPage({ params, searchParams }: Props) {
  const ctx = await pageContext((await params).workspaceId);
  const { cursor, limit, ...filters } = await readFilters(listRunsQuery, searchParams);
  const [{ items, next_cursor }, t, states, triggers] = await Promise.all([
    orNotFound(listRuns(ctx, { ...filters, cursor, limit })),
    getTranslations("runs"),
    getTranslations("states"),
    getTranslations("triggers"),
  ]);
  const path = `/w/${ctx.workspaceId}/runs`;
  const stateOptions = runStates.map((value) => ({ value, words: states(value) }));
  const triggerOptions = runTriggers.map((value) => ({ value, words: triggers(value) }));
  return (
    <>
      {items.some(({ finished_at }) => finished_at === null) ? <Live /> : null}
      <PageHeader title={t("title")} />
      <div className="grid min-w-0 gap-4">
        <Filters
          path={path}
          selects={[
            { name: "state", label: t("state"), value: filters.state, options: stateOptions },
            { name: "trigger", label: t("trigger"), value: filters.trigger, options: triggerOptions },
          ]}
        />
        {items.length > 0 ? (
          <RunTable rows={items.map((run) => runRow(ctx.workspaceId, run))} />
        ) : (
          <EmptyState words={t(Object.values(filters).some(Boolean) ? "no_match" : "empty")} />
        )}
        <Pager path={path} filters={filters} isFirst={cursor === undefined} nextCursor={next_cursor} />
      </div>
    </>
  );
}
