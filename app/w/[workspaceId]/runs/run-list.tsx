import { getTranslations } from "next-intl/server";
import { RunTable } from "#components/runs/run-table.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { Filters } from "#components/ui/filters.tsx";
import { Pager } from "#components/ui/pager.tsx";
import type { Context } from "#lib/context.ts";
import type { RunFilter, RunPage } from "#lib/runs/list.ts";
import { runStates, runTriggers } from "#lib/runs/schemas.ts";
import { runRow } from "../rows.ts";

type Props = { ctx: Context; path: string; filter: RunFilter; page: RunPage };

/** A page of runs, with what narrows them down. */
export async function RunList({ ctx, path, filter, page: { items, next_cursor } }: Props) {
  const [t, states, triggers] = await Promise.all([
    getTranslations("runs"),
    getTranslations("states"),
    getTranslations("triggers"),
  ]);
  const { state, trigger } = filter;
  const stateOptions = runStates.map((value) => ({ value, words: states(value) }));
  const triggerOptions = runTriggers.map((value) => ({ value, words: triggers(value) }));
  return (
    <div className="grid min-w-0 gap-4">
      <Filters
        path={path}
        selects={[
          { name: "state", label: t("state"), value: state, options: stateOptions },
          { name: "trigger", label: t("trigger"), value: trigger, options: triggerOptions },
        ]}
      />
      {items.length > 0 ? (
        <RunTable rows={items.map((run) => runRow(ctx.workspaceId, run))} />
      ) : (
        <EmptyState words={t(state || trigger ? "no_match" : "empty")} />
      )}
      <Pager
        path={path}
        filters={{ state, trigger }}
        isFirst={filter.cursor === undefined}
        nextCursor={next_cursor}
      />
    </div>
  );
}
