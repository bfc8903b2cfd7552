import { associateConnector } from "#lib/connectors/associate.ts";
import { dissociateConnector } from "#lib/connectors/dissociate.ts";
import {
  putInCollectionOperation,
  takeFromCollectionOperation,
} from "#lib/connectors/resource-operations.ts";
import { route } from "#lib/http/route.ts";

export const PUT = route(putInCollectionOperation, async ({ ctx, params }) => {
  await associateConnector(ctx, {
    connectorId: params.connector_id,
    collectionIds: [params.collection_id],
  });
  return { status: 204 };
});

export const DELETE = route(takeFromCollectionOperation, async ({ ctx, params }) => {
  await dissociateConnector(ctx, {
    connectorId: params.connector_id,
    collectionId: params.collection_id,
  });
  return { status: 204 };
});
