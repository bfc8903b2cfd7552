import { route } from "#lib/http/route.ts";
import { createWorkspace } from "#lib/workspaces/create.ts";
import { createWorkspaceOperation } from "#lib/workspaces/operations.ts";

export const POST = route(createWorkspaceOperation, async ({ ctx, body }) => {
  const { db, requestId, identity } = ctx;
  const workspace = await createWorkspace({ db, requestId, actor: identity.actor }, body);
  return { status: 201, body: workspace, headers: { location: `/v1/workspaces/${workspace.id}` } };
});
