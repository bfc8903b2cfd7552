import { listAttention } from "#lib/attention/list.ts";
import { listAttentionOperation } from "#lib/attention/operations.ts";
import { route } from "#lib/http/route.ts";

export const GET = route(listAttentionOperation, async ({ ctx, query }) => ({
  status: 200,
  body: await listAttention(ctx, query),
}));
