import { route } from "#lib/http/route.ts";
import { compareRun } from "#lib/runs/compare.ts";
import { compareRunOperation } from "#lib/runs/operations.ts";

export const GET = route(compareRunOperation, async ({ ctx, params }) => ({
  status: 200,
  body: await compareRun(ctx, { runId: params.run_id }),
}));
