import { route } from "#lib/http/route.ts";
import { listHeldDeletions } from "#lib/runs/held-deletions.ts";
import { listHeldDeletionsOperation } from "#lib/runs/operations.ts";

export const GET = route(listHeldDeletionsOperation, async ({ ctx, query }) => ({
  status: 200,
  body: await listHeldDeletions(ctx, query),
}));
