import { route } from "#lib/http/route.ts";
import { getRun } from "#lib/runs/list.ts";
import { getRunOperation } from "#lib/runs/operations.ts";

export const GET = route(getRunOperation, async ({ ctx, params }) => ({
  status: 200,
  body: await getRun(ctx, { runId: params.run_id }),
}));
