import { signUpOperation } from "#lib/auth/operations.ts";
import { signUp } from "#lib/auth/sign-up.ts";
import { route } from "#lib/http/route.ts";

export const POST = route(signUpOperation, async ({ ctx, body }) => {
  const { userId, workspaceId } = await signUp(ctx, body);
  return { status: 201, body: { user_id: userId, workspace_id: workspaceId } };
});
