import { associateConnector } from "#lib/connectors/associate.ts";
import { associateConnectorOperation } from "#lib/connectors/operations.ts";
import { route } from "#lib/http/route.ts";

export const POST = route(associateConnectorOperation, async ({ ctx, body }) => {
  const collectionIds = body.collection_ids ?? (body.collection_id ? [body.collection_id] : []);
  const association = await associateConnector(ctx, { connectorId: body.connector_id, collectionIds });
  return {
    status: association.changed ? 201 : 200,
    body: {
      connector_id: association.connectorId,
      collection_ids: association.collectionIds,
      run: association.run,
    },
  };
});
