import { route } from "#lib/http/route.ts";
import { changeSchedules } from "#lib/schedules/bulk.ts";
import { changeSchedulesOperation } from "#lib/schedules/operations.ts";

export const POST = route(changeSchedulesOperation, async ({ ctx, body }) => ({
  status: 200,
  body: await changeSchedules(ctx, body),
}));
