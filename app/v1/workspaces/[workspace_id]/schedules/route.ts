import { z } from "zod";
import { pageSchema } from "#lib/http/cursor.ts";
import { defineOperation } from "#lib/http/operation.ts";
import { route } from "#lib/http/route.ts";
import { listedScheduleSchema, listSchedules } from "#lib/schedules/list.ts";
import { listQuery } from "#lib/schedules/schemas.ts";

export const GET = route(
  defineOperation({
    id: "listSchedules",
    method: "GET",
    path: "/v1/workspaces/{workspace_id}/schedules",
    tag: "Schedules",
    summary: "List schedules",
    description: "What runs next comes first; what has no next run comes last.",
    access: "schedules.read",
    params: z.object({ workspace_id: z.string() }),
    query: listQuery,
    success: { 200: { description: "A page of schedules", schema: pageSchema(listedScheduleSchema) } },
  }),
  async ({ ctx, query }) => ({ status: 200, body: await listSchedules(ctx, query) }),
);
