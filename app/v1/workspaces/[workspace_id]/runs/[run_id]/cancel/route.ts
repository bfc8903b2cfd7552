import { route } from "#lib/http/route.ts";
import { cancelRun } from "#lib/runs/cancel.ts";
import { cancelRunOperation } from "#lib/runs/operations.ts";

export const POST = route(cancelRunOperation, async ({ ctx, params }) => ({
  status: 202,
  body: await cancelRun(ctx, { runId: params.run_id }),
}));
