import { patchMemberOperation, removeMemberOperation } from "#lib/auth/members/operations.ts";
import { patchMember } from "#lib/auth/members/patch.ts";
import { removeMember } from "#lib/auth/members/remove.ts";
import { route } from "#lib/http/route.ts";

export const PATCH = route(patchMemberOperation, async ({ ctx, params, body }) => ({
  status: 200,
  body: await patchMember(ctx, { userId: params.user_id, ...body }),
}));

export const DELETE = route(removeMemberOperation, async ({ ctx, params }) => {
  await removeMember(ctx, { userId: params.user_id });
  return { status: 204 };
});
