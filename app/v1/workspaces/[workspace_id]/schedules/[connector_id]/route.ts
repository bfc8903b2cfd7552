import { etag } from "#lib/http/etag.ts";
import { defineOperation } from "#lib/http/operation.ts";
import { route } from "#lib/http/route.ts";
import { getSchedule, type ListedSchedule, listedScheduleSchema } from "#lib/schedules/list.ts";
import { patchSchedule } from "#lib/schedules/patch.ts";
import { patchBody, scheduleParams } from "#lib/schedules/schemas.ts";

const path = "/v1/workspaces/{workspace_id}/schedules/{connector_id}";
const headers = { ETag: "The schedule's version, for If-Match" };

export const GET = route(
  defineOperation({
    id: "getSchedule",
    method: "GET",
    path,
    tag: "Schedules",
    summary: "Get a connector's schedule",
    access: "schedules.read",
    params: scheduleParams,
    success: { 200: { description: "The schedule", schema: listedScheduleSchema, headers } },
    errors: { 404: "No such connector in this workspace" },
  }),
  async ({ ctx, params }) => present(await getSchedule(ctx, { connectorId: params.connector_id })),
);

export const PATCH = route(
  defineOperation({
    id: "patchSchedule",
    method: "PATCH",
    path,
    tag: "Schedules",
    summary: "Reschedule, pause or resume a connector",
    description: "Only what is given changes. The schedule and its planned occurrence change together.",
    access: "schedules.write",
    params: scheduleParams,
    body: patchBody,
    bodyExample: { scheduler_value: "30 6 * * 1-5", timezone: "America/Sao_Paulo", missed: "skip" },
    idempotent: true,
    success: { 200: { description: "The schedule as it is now", schema: listedScheduleSchema, headers } },
    errors: {
      404: "No such connector in this workspace",
      409: "The schedule is done: there is nothing left to pause",
      412: "It changed since If-Match",
    },
  }),
  async ({ ctx, params, body, request }) => {
    const ifMatch = request.headers.get("if-match");
    return present(await patchSchedule(ctx, { ...body, connectorId: params.connector_id, ifMatch }));
  },
);

function present({ schedule, version }: { schedule: ListedSchedule; version: number }) {
  return { status: 200, body: schedule, headers: { etag: etag(version) } };
}
