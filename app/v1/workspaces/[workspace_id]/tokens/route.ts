import { createToken } from "#lib/auth/tokens/create.ts";
import { listTokens } from "#lib/auth/tokens/list.ts";
import { createTokenOperation, listTokensOperation } from "#lib/auth/tokens/operations.ts";
import { route } from "#lib/http/route.ts";

export const GET = route(listTokensOperation, async ({ ctx, query }) => ({
  status: 200,
  body: await listTokens(ctx, query),
}));

export const POST = route(createTokenOperation, async ({ ctx, body }) => ({
  status: 201,
  body: await createToken(ctx, body),
}));
