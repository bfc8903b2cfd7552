import { useTranslations } from "next-intl";
import { RunState } from "#components/runs/run-state.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { isAllowed } from "#lib/auth/permissions.ts";
import type { Context } from "#lib/context.ts";
import type { PresentedRun } from "#lib/runs/schemas.ts";
import { DoorButton } from "../../door-button.tsx";

type Props = { ctx: Pick<Context, "workspaceId" | "role">; run: PresentedRun };

/** Which run this is, how it stands, and what can be done about it. */
export function RunHeader({ ctx, run }: Props) {
  const t = useTranslations("runs");
  const shell = useTranslations("shell");
  const triggers = useTranslations("triggers");
  const home = `/w/${ctx.workspaceId}`;
  return (
    <PageHeader
      title={t("of", { connector: run.connector_name })}
      above={[
        { href: `${home}/connectors`, label: shell("connectors") },
        { href: `${home}/connectors/${run.connector_id}`, label: run.connector_name },
      ]}
      actions={
        isAllowed(ctx.role, "runs.write") ? <RunActions workspaceId={ctx.workspaceId} run={run} /> : null
      }
    >
      <p role="status" className="text-sm">
        <RunState
          state={run.state}
          failed={run.counters.failed}
          notBefore={run.not_before}
          cancelledBy={run.cancelled_by_name}
        />
        {run.cancel_requested && run.finished_at === null ? ` · ${t("cancel_requested")}` : null}
        <span className="text-quiet">
          {" "}
          ·{" "}
          {run.created_by_name
            ? t("by", { trigger: triggers(run.trigger), name: run.created_by_name })
            : triggers(run.trigger)}
        </span>
      </p>
      {run.reason ? (
        <p className="max-w-prose rounded-lg border border-line bg-raised px-3 py-2 text-sm [overflow-wrap:anywhere]">
          {run.reason}
        </p>
      ) : null}
    </PageHeader>
  );
}

function RunActions({ workspaceId, run }: { workspaceId: string; run: PresentedRun }) {
  if (run.finished_at === null) {
    return run.cancel_requested ? null : (
      <DoorButton door="cancel_run" workspaceId={workspaceId} id={run.id} />
    );
  }
  return run.counters.failed > 0 ? (
    <DoorButton door="retry_run" workspaceId={workspaceId} id={run.id} look="primary" />
  ) : null;
}
