import { getTranslations } from "next-intl/server";
import { Pager } from "#components/ui/pager.tsx";
import { isAllowed } from "#lib/auth/permissions.ts";
import type { Context } from "#lib/context.ts";
import { getHeldDeletion, type HeldDeletionDetail, listHeldDeletions } from "#lib/runs/held-deletions.ts";
import { getWorkspace } from "#lib/workspaces/get.ts";
import { orNotFound } from "../filters.ts";
import { HeldDeletion } from "./held-deletion.tsx";

type Props = { ctx: Context; path: string; connectorId: string | undefined; cursor: string | undefined };

/** The deletions that wait for a decision, each with a sample of its documents. */
export async function Held({ ctx, path, connectorId, cursor }: Props) {
  const filter = { state: "held", connector_id: connectorId, limit: 5, cursor };
  const [page, { retention_days: days }, t] = await Promise.all([
    orNotFound(listHeldDeletions(ctx, filter)),
    getWorkspace(ctx),
    getTranslations("review"),
  ]);
  const details = await Promise.all(page.items.map(({ id }) => orNotFound(getHeldDeletion(ctx, { id }))));
  const open = details.filter(({ state }: HeldDeletionDetail) => state === "held");
  return (
    <section className="grid min-w-0 gap-4">
      <h2 className="font-medium text-lg">{t("held")}</h2>
      {open.length === 0 ? <p className="text-quiet text-sm">{t("none_held")}</p> : null}
      {open.map((held) => (
        <HeldDeletion
          key={held.id}
          workspaceId={ctx.workspaceId}
          held={held}
          mayDecide={isAllowed(ctx.role, "deletions.decide")}
          retentionDays={days}
        />
      ))}
      <Pager
        path={path}
        filters={{ connector_id: connectorId }}
        isFirst={cursor === undefined}
        nextCursor={page.next_cursor}
        parameter="held_cursor"
      />
    </section>
  );
}
