import { cache } from "react";
import { pageContext } from "#app/session.ts";
import { getConnector } from "#lib/connectors/get.ts";
import { connectorIdSchema } from "#lib/connectors/names.ts";
import { orNotFound, readParams } from "../../filters.ts";

/** The connector of a page's address, with the context to go on: read once for its frame and its page. */
export const openConnector = cache(async (workspaceId: string, connectorId: string) => {
  const ctx = await pageContext(workspaceId);
  readParams(connectorIdSchema, connectorId);
  const { connector, version } = await orNotFound(getConnector(ctx, { connectorId }));
  return { ctx, connector, version };
});
