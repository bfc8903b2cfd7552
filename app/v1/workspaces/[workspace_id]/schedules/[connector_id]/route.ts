import { etag } from "#lib/http/etag.ts";
import { route } from "#lib/http/route.ts";
import { getSchedule } from "#lib/schedules/list.ts";
import type { ListedSchedule } from "#lib/schedules/listed.ts";
import { getScheduleOperation, patchScheduleOperation } from "#lib/schedules/operations.ts";
import { patchSchedule } from "#lib/schedules/patch.ts";

export const GET = route(getScheduleOperation, async ({ ctx, params }) =>
  present(await getSchedule(ctx, { connectorId: params.connector_id })),
);

export const PATCH = route(patchScheduleOperation, async ({ ctx, params, body, request }) => {
  const ifMatch = request.headers.get("if-match");
  return present(await patchSchedule(ctx, { ...body, connectorId: params.connector_id, ifMatch }));
});

function present({ schedule, version }: { schedule: ListedSchedule; version: number }) {
  return { status: 200, body: schedule, headers: { etag: etag(version) } };
}
