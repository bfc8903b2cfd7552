import { route } from "#lib/http/route.ts";
import { listRuns } from "#lib/runs/list.ts";
import { listRunsOperation } from "#lib/runs/operations.ts";

export const GET = route(listRunsOperation, async ({ ctx, query }) => ({
  status: 200,
  body: await listRuns(ctx, query),
}));
