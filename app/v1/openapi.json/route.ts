import { publicOrigin } from "#lib/http/public-origin.ts";
import { route } from "#lib/http/route.ts";
import { openApiDocument } from "#lib/openapi/document.ts";
import { openApiOperation } from "#lib/openapi/operation.ts";

export const GET = route(openApiOperation, async ({ request }) => ({
  status: 200,
  body: openApiDocument(publicOrigin(request)),
}));
