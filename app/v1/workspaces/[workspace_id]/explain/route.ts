import { explainItem } from "#lib/explain/explain.ts";
import { explainItemOperation } from "#lib/explain/operations.ts";
import { route } from "#lib/http/route.ts";

export const GET = route(explainItemOperation, async ({ ctx, query }) => ({
  status: 200,
  body: await explainItem(ctx, query),
}));
