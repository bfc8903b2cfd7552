import { route } from "#lib/http/route.ts";
import { listRunItems } from "#lib/runs/list-items.ts";
import { listRunItemsOperation } from "#lib/runs/operations.ts";

export const GET = route(listRunItemsOperation, async ({ ctx, params, query }) => ({
  status: 200,
  body: await listRunItems(ctx, { ...query, runId: params.run_id }),
}));
