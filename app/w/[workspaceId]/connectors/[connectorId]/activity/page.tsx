import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { z } from "zod";
import { AuditTable } from "#components/audit/audit-table.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { Pager } from "#components/ui/pager.tsx";
import { listConnectorActivity } from "#lib/connectors/list-activity.ts";
import { pageQuery } from "#lib/http/cursor.ts";
import { orNotFound, readFilters, type SearchParams } from "../../../filters.ts";
import { auditRow } from "../../../settings/audit-log/audit-row.ts";
import { openConnector } from "../open-connector.ts";

type Props = { params: Promise<{ workspaceId: string; connectorId: string }>; searchParams: SearchParams };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("connector_tabs"))("activity") };
}

export default async function ConnectorActivityPage({ params, searchParams }: Props) {
  const { workspaceId, connectorId } = await params;
  const { ctx } = await openConnector(workspaceId, connectorId);
  const { cursor, limit } = await readFilters(z.object(pageQuery), searchParams);
  const [{ items, next_cursor }, t] = await Promise.all([
    orNotFound(listConnectorActivity(ctx, { connectorId, cursor, limit })),
    getTranslations("connectors"),
  ]);
  const path = `/w/${ctx.workspaceId}/connectors/${connectorId}/activity`;
  return (
    <div className="grid min-w-0 gap-4">
      {items.length > 0 ? (
        <AuditTable rows={items.map((entry) => auditRow(ctx.workspaceId, entry))} />
      ) : (
        <EmptyState words={t("no_activity")} />
      )}
      <Pager path={path} filters={{}} isFirst={cursor === undefined} nextCursor={next_cursor} />
    </div>
  );
}
