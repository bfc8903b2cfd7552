import Link from "next/link";
import { getTranslations } from "next-intl/server";
import type { Outcome } from "#components/runs/counters.ts";
import { ItemTable } from "#components/runs/item-table.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { Pager } from "#components/ui/pager.tsx";
import { isAllowed } from "#lib/auth/permissions.ts";
import type { Context } from "#lib/context.ts";
import { listRunItems } from "#lib/runs/list-items.ts";
import type { PresentedRun } from "#lib/runs/schemas.ts";
import { orNotFound } from "../../filters.ts";
import { itemRow } from "../../rows.ts";
import { RetryForm } from "./retry-form.tsx";

type Props = { ctx: Context; run: PresentedRun; outcome: Outcome | undefined; cursor: string | undefined };

/** What a run did with each item; what stayed as it was has no row, and is told in a sentence. */
export async function RunItems({ ctx, run, outcome, cursor }: Props) {
  const t = await getTranslations("items");
  const path = `/w/${ctx.workspaceId}/runs/${run.id}`;
  if (outcome === "unchanged") {
    return (
      <p className="text-quiet text-sm">
        {t.rich("unchanged", {
          count: run.counters.unchanged,
          documents: (words) => (
            <Link
              key="documents"
              href={`/w/${ctx.workspaceId}/connectors/${run.connector_id}/documents`}
              className="text-accent underline underline-offset-2"
            >
              {words}
            </Link>
          ),
        })}
      </p>
    );
  }
  const page = await orNotFound(listRunItems(ctx, { runId: run.id, outcome, cursor, limit: 50 }));
  const rows = page.items.map((item) => itemRow(ctx.workspaceId, item));
  const isRetryable =
    run.finished_at !== null &&
    isAllowed(ctx.role, "runs.write") &&
    rows.some((row) => row.outcome === "failed");
  const table = <ItemTable rows={rows} isRetryable={isRetryable} />;
  return (
    <>
      {rows.length === 0 ? <EmptyState words={t(outcome ? "no_match" : "empty")} /> : null}
      {rows.length > 0 && isRetryable ? (
        <RetryForm workspaceId={ctx.workspaceId} runId={run.id}>
          {table}
        </RetryForm>
      ) : null}
      {rows.length > 0 && !isRetryable ? table : null}
      <Pager path={path} filters={{ outcome }} isFirst={cursor === undefined} nextCursor={page.next_cursor} />
    </>
  );
}
