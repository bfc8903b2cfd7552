import Link from "next/link";
import { useFormatter, useTranslations } from "next-intl";
import { getTranslations } from "next-intl/server";
import { Ago } from "#components/ui/ago.tsx";
import { Table } from "#components/ui/table.tsx";
import type { Context } from "#lib/context.ts";
import { listHeldDeletions } from "#lib/runs/held-deletions.ts";
import type { PresentedHeldDeletion } from "#lib/runs/schemas.ts";

/** What was decided before, and by whom. */
export async function Decided({ ctx, connectorId }: { ctx: Context; connectorId: string | undefined }) {
  const [{ items }, t] = await Promise.all([
    listHeldDeletions(ctx, { connector_id: connectorId, limit: 20 }),
    getTranslations("review"),
  ]);
  const decided = items.filter(({ state }) => state !== "held");
  if (decided.length === 0) return null;
  return (
    <section className="grid min-w-0 gap-3">
      <h2 className="font-medium text-lg">{t("decided")}</h2>
      <DecidedTable workspaceId={ctx.workspaceId} rows={decided} />
    </section>
  );
}

function DecidedTable({ workspaceId, rows }: { workspaceId: string; rows: PresentedHeldDeletion[] }) {
  const t = useTranslations("review");
  const format = useFormatter();
  return (
    <Table
      label={t("decided")}
      columns={[t("connector"), t("decision"), t("when")]}
      numbers={[t("documents")]}
    >
      {rows.map(({ id, connector_name, run_id, state, documents, decided_at, decided_by_name }) => (
        <tr key={id}>
          <td className="[overflow-wrap:anywhere]">
            <Link href={`/w/${workspaceId}/runs/${run_id}`} prefetch={false} className="hover:underline">
              {connector_name}
            </Link>
          </td>
          <td>
            {decided_by_name
              ? t("decided_by", { decision: t(`state.${state}`), name: decided_by_name })
              : t(`state.${state}`)}
          </td>
          <td>{decided_at ? <Ago at={decided_at} /> : null}</td>
          <td className="text-right">{format.number(documents)}</td>
        </tr>
      ))}
    </Table>
  );
}
