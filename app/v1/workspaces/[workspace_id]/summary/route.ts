import { route } from "#lib/http/route.ts";
import { summarizeWorkspaceOperation } from "#lib/workspaces/operations.ts";
import { summarizeWorkspace } from "#lib/workspaces/summary.ts";

export const GET = route(summarizeWorkspaceOperation, async ({ ctx, query }) => ({
  status: 200,
  body: await summarizeWorkspace(ctx, query),
}));
