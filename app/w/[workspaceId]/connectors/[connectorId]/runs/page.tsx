import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { listRuns } from "#lib/runs/list.ts";
import { listConnectorRunsQuery } from "#lib/runs/schemas.ts";
import { orNotFound, readFilters, type SearchParams } from "../../../filters.ts";
import { RunList } from "../../../runs/run-list.tsx";
import { openConnector } from "../open-connector.ts";

type Props = { params: Promise<{ workspaceId: string; connectorId: string }>; searchParams: SearchParams };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("runs"))("title") };
}

export default async function ConnectorRunsPage({ params, searchParams }: Props) {
  const { workspaceId, connectorId } = await params;
  const { ctx } = await openConnector(workspaceId, connectorId);
  const filter = await readFilters(listConnectorRunsQuery, searchParams);
  const page = await orNotFound(listRuns(ctx, { ...filter, connector_id: connectorId }));
  const path = `/w/${ctx.workspaceId}/connectors/${connectorId}/runs`;
  return <RunList ctx={ctx} path={path} filter={filter} page={page} />;
}
