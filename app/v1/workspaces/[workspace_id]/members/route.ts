import { listMembers } from "#lib/auth/members/list.ts";
import { listMembersOperation } from "#lib/auth/members/operations.ts";
import { route } from "#lib/http/route.ts";

export const GET = route(listMembersOperation, async ({ ctx, query }) => ({
  status: 200,
  body: await listMembers(ctx, query),
}));
