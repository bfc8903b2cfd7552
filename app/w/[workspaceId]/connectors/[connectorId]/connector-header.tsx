import { useTranslations } from "next-intl";
import { PageHeader } from "#components/ui/page-header.tsx";
import { StateBadge } from "#components/ui/state-badge.tsx";
import { isAllowed } from "#lib/auth/permissions.ts";
import type { ListedConnector } from "#lib/connectors/listed-schemas.ts";
import type { Context } from "#lib/context.ts";
import { DoorButton } from "../../door-button.tsx";

type Props = { ctx: Pick<Context, "workspaceId" | "role">; connector: ListedConnector };

/** Which connector this is, how it stands, and what this member may do about it. */
export function ConnectorHeader({ ctx, connector }: Props) {
  const shell = useTranslations("shell");
  const types = useTranslations("types");
  const { state } = connector.scheduler;
  const of = { workspaceId: ctx.workspaceId, id: connector.id };
  const mayRun = isAllowed(ctx.role, "runs.write") && connector.collection_ids.length > 0;
  const mayPause = isAllowed(ctx.role, "schedules.write");
  return (
    <PageHeader
      title={connector.name}
      above={[{ href: `/w/${ctx.workspaceId}/connectors`, label: shell("connectors") }]}
      actions={
        <div className="flex flex-wrap gap-2">
          {mayPause && state === "paused" ? <DoorButton door="resume_connector" {...of} /> : null}
          {mayPause && state === "active" ? <DoorButton door="pause_connector" {...of} /> : null}
          {mayRun ? <DoorButton door="start_run" look="primary" {...of} /> : null}
        </div>
      }
    >
      <p className="text-sm">
        <StateBadge state={state} />
        {connector.health === "ok" ? null : (
          <>
            {" · "}
            <StateBadge state={connector.health} />
          </>
        )}
        <span className="text-quiet"> · {types(connector.type)}</span>
      </p>
    </PageHeader>
  );
}
