import { route } from "#lib/http/route.ts";
import { listSchedules } from "#lib/schedules/list.ts";
import { listSchedulesOperation } from "#lib/schedules/operations.ts";

export const GET = route(listSchedulesOperation, async ({ ctx, query }) => ({
  status: 200,
  body: await listSchedules(ctx, query),
}));
