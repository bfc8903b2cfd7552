import { previewConnector } from "#lib/connectors/preview.ts";
import { slotErrors } from "#lib/connectors/trial.ts";
import { previewOperation } from "#lib/connectors/trial-operations.ts";
import { route } from "#lib/http/route.ts";

export const POST = route(
  previewOperation,
  async ({ ctx, body, request }) => ({
    status: 200,
    body: await previewConnector(ctx, body, { signal: request.signal }),
  }),
  { alsoWrong: (_ctx, _query, body) => slotErrors(body) },
);
