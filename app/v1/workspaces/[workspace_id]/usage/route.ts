import { route } from "#lib/http/route.ts";
import { getUsageOperation } from "#lib/workspaces/operations.ts";
import { getUsage } from "#lib/workspaces/usage.ts";

export const GET = route(getUsageOperation, async ({ ctx }) => ({ status: 200, body: await getUsage(ctx) }));
