import { deleteConnector } from "#lib/connectors/delete.ts";
import { getConnector } from "#lib/connectors/get.ts";
import { patchConnector } from "#lib/connectors/patch.ts";
import { replyWithConnector } from "#lib/connectors/reply.ts";
import {
  deleteConnectorOperation,
  getConnectorOperation,
  patchConnectorOperation,
} from "#lib/connectors/resource-operations.ts";
import { route } from "#lib/http/route.ts";

export const GET = route(getConnectorOperation, async ({ ctx, params }) =>
  replyWithConnector(await getConnector(ctx, { connectorId: params.connector_id })),
);

export const PATCH = route(patchConnectorOperation, async ({ ctx, params, body, request }) => {
  const ifMatch = request.headers.get("if-match");
  return replyWithConnector(
    await patchConnector(ctx, { ...body, connectorId: params.connector_id, ifMatch }),
  );
});

export const DELETE = route(deleteConnectorOperation, async ({ ctx, params, request }) => {
  const ifMatch = request.headers.get("if-match");
  await deleteConnector(ctx, { connectorId: params.connector_id, ifMatch });
  return { status: 204 };
});
