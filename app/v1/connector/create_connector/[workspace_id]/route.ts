import { createConnector, validateCreation } from "#lib/connectors/create.ts";
import { createConnectorOperation } from "#lib/connectors/operations.ts";
import { etag } from "#lib/http/etag.ts";
import { route } from "#lib/http/route.ts";

export const POST = route(
  createConnectorOperation,
  async ({ ctx, query, body }) => {
    const connector = await createConnector(ctx, body, query);
    const location = `/v1/workspaces/${ctx.workspaceId}/connectors/${connector.id}`;
    return { status: 201, body: connector, headers: { location, etag: etag(1) } };
  },
  {
    alsoWrong: (ctx, query, body) => {
      const fields = typeof body === "object" && body !== null ? body : {};
      const valid = validateCreation(ctx, query, fields);
      return "errors" in valid ? valid.errors : [];
    },
  },
);
