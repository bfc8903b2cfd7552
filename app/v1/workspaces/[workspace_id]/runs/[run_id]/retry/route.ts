import { route } from "#lib/http/route.ts";
import { retryRunOperation } from "#lib/runs/operations.ts";
import { retryRun } from "#lib/runs/retry.ts";

export const POST = route(retryRunOperation, async ({ ctx, params, body }) => {
  const run = await retryRun(ctx, { runId: params.run_id, ...body });
  return {
    status: 202,
    body: run,
    headers: { location: `/v1/workspaces/${ctx.workspaceId}/runs/${run.id}` },
  };
});
