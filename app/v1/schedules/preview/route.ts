import { defineOperation } from "#lib/http/operation.ts";
import { route } from "#lib/http/route.ts";
import { previewSchedule } from "#lib/schedules/preview.ts";
import { previewQuery, previewSchema } from "#lib/schedules/schemas.ts";

export const GET = route(
  defineOperation({
    id: "previewSchedule",
    method: "GET",
    path: "/v1/schedules/preview",
    tag: "Schedules",
    summary: "Preview a schedule",
    description: "A schedule in words and its next instants, computed by the code that dispatches.",
    access: "signed_in",
    query: previewQuery,
    success: {
      200: {
        description: "The schedule in words and its next instants",
        schema: previewSchema,
        example: {
          description: "At 06:00, Monday through Friday",
          timezone: "America/Sao_Paulo",
          instants: ["2026-11-25T09:00:00.000Z", "2026-11-26T09:00:00.000Z"],
        },
      },
    },
    errors: { 400: "Not a schedule: each wrong field is named" },
  }),
  async ({ ctx, query }) => ({ status: 200, body: previewSchedule(query, ctx.now()) }),
);
