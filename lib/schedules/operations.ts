import { pageSchema } from "#lib/http/cursor.ts";
import { defineOperation } from "#lib/http/operation.ts";
import { bulkBody, bulkSchema } from "./bulk-schemas.ts";
import { listedScheduleSchema } from "./listed.ts";
import { listQuery, patchBody, previewQuery, previewSchema, scheduleParams } from "./schemas.ts";
import { spreadBody, spreadSchema } from "./spread-schemas.ts";
import { summaryQuery, summarySchema } from "./summary-schemas.ts";

const list = "/v1/workspaces/{workspace_id}/schedules";
const one = `${list}/{connector_id}` as const;
const headers = { ETag: "The schedule's version, for If-Match" };

const exampleSummary = {
  at: "2026-11-24T12:07:00.000Z",
  total: 42,
  counters: { needs_attention: 2, running: 1, due_within_hour: 5, paused_or_waiting: 3 },
  overdue: 0,
  orphans: { count: 0, at: "2026-11-24T12:00:00.000Z" },
  next_24_hours: [{ from: "2026-11-24T12:00:00.000Z", schedules: 2, runs: 3 }],
  past_24_hours: [{ from: "2026-11-23T12:15:00.000Z", runs: { succeeded: 4, failed: 1 } }],
  week: {
    timezone: "America/Sao_Paulo",
    from: "2026-11-24T12:15:00.000Z",
    to: "2026-12-01T12:15:00.000Z",
    hours: Array.from({ length: 7 }, () => Array.from({ length: 24 }, (_, hour) => (hour === 6 ? 38 : 0))),
  },
  forecast: { schedules: 38, of: 38, truncated: false },
};

const exampleTiming = {
  type: "cron",
  value: "0 6 * * 1-5",
  timezone: "America/Sao_Paulo",
  next_run_at: "2026-11-25T09:00:00.000Z",
  state: "active",
  description: "At 06:00, Monday through Friday",
  missed: "run_once",
};

const exampleSchedule = {
  ...exampleTiming,
  connector_id: "product-docs",
  connector_name: "Product docs",
  connector_type: "web_scraper",
  paused_at: null,
  paused_by: null,
  pause_reason: null,
  conditions: [],
  lateness_s: 0,
  failures: 0,
  active_run_id: null,
  last_runs: [
    {
      id: "019f5b6e-6f0e-7a53-9b1a-5a3f9d1c7e42",
      state: "succeeded",
      reason: null,
      scheduled_for: "2026-11-24T09:00:00.000Z",
      created_at: "2026-11-24T09:00:00.120Z",
      started_at: "2026-11-24T09:00:00.310Z",
      finished_at: "2026-11-24T09:00:41.902Z",
      duration_ms: 41_592,
      counters: { added: 3, unchanged: 1166 },
    },
  ],
  last_success_at: "2026-11-24T09:00:41.902Z",
  usual_duration_ms: 41_592,
  documents: 1169,
  documents_changed_at: "2026-11-24T09:00:12.480Z",
  collections: [{ id: "019f5b6d-1c2a-7b11-8a57-0d6a4f0b9c33", name: "Handbook" }],
  created_by: "019f5b60-52f4-7c0e-b8d3-4b1f6e2a7d10",
  created_by_name: "Ana Souza",
  paused_by_name: null,
};

export const previewScheduleOperation = defineOperation({
  id: "preview_schedule",
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
});

export const listSchedulesOperation = defineOperation({
  id: "list_schedules",
  method: "GET",
  path: list,
  tag: "Schedules",
  summary: "List schedules",
  description:
    "Each with its last runs, documents and collections. What runs next comes first unless sort and order say otherwise. A cursor belongs to its sort and order.",
  access: "schedules.read",
  params: scheduleParams.pick({ workspace_id: true }),
  query: listQuery,
  success: {
    200: {
      description: "A page of schedules",
      schema: pageSchema(listedScheduleSchema),
      example: { items: [exampleSchedule], next_cursor: null },
    },
  },
});

export const summarizeSchedulesOperation = defineOperation({
  id: "summarize_schedules",
  method: "GET",
  path: `${list}/summary`,
  tag: "Schedules",
  summary: "Summarize the schedules",
  description:
    "Counters, the last and the next 24 hours by quarter hours, and a week's planned load by day and hour.",
  access: "schedules.read",
  params: scheduleParams.pick({ workspace_id: true }),
  query: summaryQuery,
  success: {
    200: { description: "How the schedules are doing", schema: summarySchema, example: exampleSummary },
  },
});

export const getScheduleOperation = defineOperation({
  id: "get_schedule",
  method: "GET",
  path: one,
  tag: "Schedules",
  summary: "Get a connector's schedule",
  access: "schedules.read",
  params: scheduleParams,
  success: {
    200: { description: "The schedule", schema: listedScheduleSchema, example: exampleSchedule, headers },
  },
  errors: { 404: "No such connector in this workspace" },
});

export const changeSchedulesOperation = defineOperation({
  id: "change_schedules",
  method: "POST",
  path: `${list}/bulk`,
  tag: "Schedules",
  summary: "Pause, resume, run, reschedule or delete many",
  description:
    "Each connector changes in a transaction of its own: one that is refused stays as it is and doesn't stop the others. With dry_run, the answer is what would happen, and nothing does. Pausing, resuming and rescheduling need the role admin. A token with scopes needs schedules.write too for them, and connectors.write for deleting.",
  access: "runs.write",
  params: scheduleParams.pick({ workspace_id: true }),
  body: bulkBody,
  bodyExample: {
    action: "pause",
    connector_ids: ["product-docs"],
    reason: "The site is moving",
    dry_run: true,
  },
  success: {
    200: {
      description: "What became of each, or would",
      schema: bulkSchema,
      example: {
        dry_run: true,
        changed: 1,
        unchanged: 0,
        refused: 0,
        items: [
          {
            connector_id: "product-docs",
            connector_name: "Product docs",
            outcome: "changed",
            reason: null,
            before: exampleTiming,
            after: { ...exampleTiming, state: "paused", next_run_at: null },
            run_id: null,
            documents: null,
          },
        ],
        next_cursor: null,
      },
    },
  },
});

const exampleMinutes = Array.from({ length: 60 }, (_, minute) => (minute === 0 ? 36 : 0));

export const spreadSchedulesOperation = defineOperation({
  id: "spread_schedules",
  method: "POST",
  path: `${list}/spread`,
  tag: "Schedules",
  summary: "Propose calmer minutes",
  description:
    "For cron schedules that run once in an hour: the minute at which the workspace has the fewest runs in the week ahead. Hours, days and zones stay. It changes nothing; change_schedules takes what it proposes.",
  access: "schedules.read",
  params: scheduleParams.pick({ workspace_id: true }),
  body: spreadBody,
  bodyExample: { connector_ids: ["product-docs", "upload-box"] },
  success: {
    200: {
      description: "A minute for each, and how many runs begin at once before and after",
      schema: spreadSchema,
      example: {
        items: [
          {
            connector_id: "product-docs",
            connector_name: "Product docs",
            timezone: "America/Sao_Paulo",
            before: "0 6 * * 1-5",
            after: "8 6 * * 1-5",
            left_because: null,
          },
          {
            connector_id: "upload-box",
            connector_name: "Upload box",
            timezone: "America/Sao_Paulo",
            before: null,
            after: null,
            left_because: "not_cron",
          },
        ],
        before: { busiest: 6, minutes: exampleMinutes },
        after: { busiest: 5, minutes: exampleMinutes.map((runs, minute) => (minute === 8 ? 5 : runs && 31)) },
      },
    },
  },
});

export const patchScheduleOperation = defineOperation({
  id: "patch_schedule",
  method: "PATCH",
  path: one,
  tag: "Schedules",
  summary: "Reschedule, pause or resume a connector",
  description: "Only what is given changes. The schedule and its planned occurrence change together.",
  access: "schedules.write",
  params: scheduleParams,
  body: patchBody,
  bodyExample: { scheduler_value: "30 6 * * 1-5", timezone: "America/Sao_Paulo", missed: "skip" },
  idempotent: true,
  success: {
    200: {
      description: "The schedule as it is now",
      schema: listedScheduleSchema,
      example: exampleSchedule,
      headers,
    },
  },
  errors: {
    404: "No such connector in this workspace",
    409: "The schedule is done: there is nothing left to pause",
    412: "It changed since If-Match",
  },
});

export const scheduleOperations = [
  previewScheduleOperation,
  listSchedulesOperation,
  summarizeSchedulesOperation,
  changeSchedulesOperation,
  spreadSchedulesOperation,
  getScheduleOperation,
  patchScheduleOperation,
];
