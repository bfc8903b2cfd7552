import { route } from "#lib/http/route.ts";
import { approveDeletion } from "#lib/runs/decide-held.ts";
import { approveDeletionOperation } from "#lib/runs/operations.ts";

export const POST = route(approveDeletionOperation, async ({ ctx, params }) => ({
  status: 200,
  body: await approveDeletion(ctx, { id: params.held_deletion_id }),
}));
