import { getConnector } from "#lib/connectors/get.ts";
import type { ListedConnector } from "#lib/connectors/listed-schemas.ts";
import { getConnectorOperation } from "#lib/connectors/resource-operations.ts";
import { etag } from "#lib/http/etag.ts";
import { route } from "#lib/http/route.ts";

export const GET = route(getConnectorOperation, async ({ ctx, params }) =>
  present(await getConnector(ctx, { connectorId: params.connector_id })),
);

function present({ connector, version }: { connector: ListedConnector; version: number }) {
  return { status: 200, body: connector, headers: { etag: etag(version) } };
}
