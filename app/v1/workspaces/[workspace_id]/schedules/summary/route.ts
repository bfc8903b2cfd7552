import { route } from "#lib/http/route.ts";
import { summarizeSchedulesOperation } from "#lib/schedules/operations.ts";
import { summarizeSchedules } from "#lib/schedules/summary.ts";

export const GET = route(summarizeSchedulesOperation, async ({ ctx, query }) => ({
  status: 200,
  body: await summarizeSchedules(ctx, query),
}));
