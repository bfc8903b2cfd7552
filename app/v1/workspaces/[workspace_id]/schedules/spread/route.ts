import { route } from "#lib/http/route.ts";
import { spreadSchedulesOperation } from "#lib/schedules/operations.ts";
import { proposeSpread } from "#lib/schedules/spread.ts";

export const POST = route(spreadSchedulesOperation, async ({ ctx, body }) => ({
  status: 200,
  body: await proposeSpread(ctx, body),
}));
