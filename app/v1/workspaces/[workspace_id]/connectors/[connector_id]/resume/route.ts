import { getConnector } from "#lib/connectors/get.ts";
import { replyWithConnector } from "#lib/connectors/reply.ts";
import { resumeConnectorOperation } from "#lib/connectors/resource-operations.ts";
import { route } from "#lib/http/route.ts";
import { resumeSchedule } from "#lib/schedules/resume.ts";

export const POST = route(resumeConnectorOperation, async ({ ctx, params }) => {
  const connector = { connectorId: params.connector_id };
  await resumeSchedule(ctx, connector);
  return replyWithConnector(await getConnector(ctx, connector));
});
