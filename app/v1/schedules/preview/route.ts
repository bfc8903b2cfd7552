import { route } from "#lib/http/route.ts";
import { previewScheduleOperation } from "#lib/schedules/operations.ts";
import { previewSchedule } from "#lib/schedules/preview.ts";

export const GET = route(previewScheduleOperation, async ({ ctx, query }) => ({
  status: 200,
  body: previewSchedule(query, ctx.now()),
}));
