import { route } from "#lib/http/route.ts";
import { getHeldDeletion } from "#lib/runs/held-deletions.ts";
import { getHeldDeletionOperation } from "#lib/runs/operations.ts";

export const GET = route(getHeldDeletionOperation, async ({ ctx, params }) => ({
  status: 200,
  body: await getHeldDeletion(ctx, { id: params.held_deletion_id }),
}));
