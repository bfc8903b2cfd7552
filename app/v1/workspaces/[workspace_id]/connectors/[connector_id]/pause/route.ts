import { getConnector } from "#lib/connectors/get.ts";
import { replyWithConnector } from "#lib/connectors/reply.ts";
import { pauseConnectorOperation } from "#lib/connectors/resource-operations.ts";
import { route } from "#lib/http/route.ts";
import { pauseSchedule } from "#lib/schedules/pause.ts";

export const POST = route(pauseConnectorOperation, async ({ ctx, params, body }) => {
  const connector = { connectorId: params.connector_id };
  await pauseSchedule(ctx, { ...connector, ...body });
  return replyWithConnector(await getConnector(ctx, connector));
});
