import { listConnectorActivity } from "#lib/connectors/list-activity.ts";
import { listConnectorActivityOperation } from "#lib/connectors/resource-operations.ts";
import { route } from "#lib/http/route.ts";

export const GET = route(listConnectorActivityOperation, async ({ ctx, params, query }) => ({
  status: 200,
  body: await listConnectorActivity(ctx, { ...query, connectorId: params.connector_id }),
}));
