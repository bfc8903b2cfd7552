import { getMe } from "#lib/auth/account/get-me.ts";
import { getMeOperation, patchMeOperation } from "#lib/auth/account/operations.ts";
import { patchMe } from "#lib/auth/account/patch-me.ts";
import { route } from "#lib/http/route.ts";

export const GET = route(getMeOperation, async ({ ctx }) => ({ status: 200, body: await getMe(ctx) }));

export const PATCH = route(patchMeOperation, async ({ ctx, body }) => ({
  status: 200,
  body: await patchMe(ctx, body),
}));
