import { checkConnector } from "#lib/connectors/check.ts";
import { slotErrors } from "#lib/connectors/trial.ts";
import { checkOperation } from "#lib/connectors/trial-operations.ts";
import { route } from "#lib/http/route.ts";

export const POST = route(
  checkOperation,
  async ({ ctx, body, request }) => ({
    status: 200,
    body: await checkConnector(ctx, body, { signal: request.signal }),
  }),
  { alsoWrong: (_ctx, _query, body) => slotErrors(body) },
);
