import { route } from "#lib/http/route.ts";
import { listConnectorRuns } from "#lib/runs/list.ts";
import { listConnectorRunsOperation, startRunOperation } from "#lib/runs/operations.ts";
import { startRun } from "#lib/runs/start.ts";

export const GET = route(listConnectorRunsOperation, async ({ ctx, params, query }) => ({
  status: 200,
  body: await listConnectorRuns(ctx, { ...query, connector_id: params.connector_id }),
}));

export const POST = route(startRunOperation, async ({ ctx, params }) => {
  const run = await startRun(ctx, { connectorId: params.connector_id });
  return {
    status: 202,
    body: run,
    headers: { location: `/v1/workspaces/${ctx.workspaceId}/runs/${run.id}` },
  };
});
