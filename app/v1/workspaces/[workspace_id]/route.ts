import { route } from "#lib/http/route.ts";
import { deleteWorkspace } from "#lib/workspaces/delete.ts";
import { getWorkspace } from "#lib/workspaces/get.ts";
import {
  deleteWorkspaceOperation,
  getWorkspaceOperation,
  patchWorkspaceOperation,
} from "#lib/workspaces/operations.ts";
import { patchWorkspace } from "#lib/workspaces/patch.ts";

export const GET = route(getWorkspaceOperation, async ({ ctx }) => ({
  status: 200,
  body: await getWorkspace(ctx),
}));

export const PATCH = route(patchWorkspaceOperation, async ({ ctx, body }) => ({
  status: 200,
  body: await patchWorkspace(ctx, body),
}));

export const DELETE = route(deleteWorkspaceOperation, async ({ ctx, query }) => {
  await deleteWorkspace(ctx, query);
  return { status: 204 };
});
