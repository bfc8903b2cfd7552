import { listConnectors } from "#lib/connectors/list.ts";
import { listConnectorsOperation } from "#lib/connectors/resource-operations.ts";
import { route } from "#lib/http/route.ts";

export const GET = route(listConnectorsOperation, async ({ ctx, query }) => ({
  status: 200,
  body: await listConnectors(ctx, query),
}));
