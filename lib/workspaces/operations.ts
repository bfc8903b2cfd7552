import { defineOperation } from "#lib/http/operation.ts";
import {
  createWorkspaceSchema,
  deleteWorkspaceQuery,
  patchWorkspaceSchema,
  workspaceParams,
  workspaceSchema,
} from "./schemas.ts";
import { workspaceSummaryQuery, workspaceSummarySchema } from "./summary.ts";
import { usageSchema } from "./usage.ts";

const workspace = "/v1/workspaces/{workspace_id}";

const exampleWorkspace = {
  id: "0b6f2f5e-6f0e-4a53-9b1a-5a3f9d1c7e42",
  name: "Acme research",
  time_zone: "America/Sao_Paulo",
  retention_days: 30,
  role: "owner",
  created_at: "2026-11-24T12:00:00.000Z",
  updated_at: "2026-11-24T12:00:00.000Z",
};

export const createWorkspaceOperation = defineOperation({
  id: "create_workspace",
  method: "POST",
  path: "/v1/workspaces",
  tag: "Workspaces",
  summary: "Create a workspace",
  description: "For people who signed in, who then own it. A token acts in its own workspace only.",
  access: "signed_in",
  body: createWorkspaceSchema,
  bodyExample: { name: "Acme research", time_zone: "America/Sao_Paulo" },
  success: {
    201: {
      description: "Created",
      schema: workspaceSchema,
      example: exampleWorkspace,
      headers: { Location: "The workspace's address" },
    },
  },
  errors: { 403: "A token asks" },
});

export const getWorkspaceOperation = defineOperation({
  id: "get_workspace",
  method: "GET",
  path: workspace,
  tag: "Workspaces",
  summary: "Get a workspace",
  access: "workspace.read",
  params: workspaceParams,
  success: { 200: { description: "The workspace", schema: workspaceSchema, example: exampleWorkspace } },
});

export const patchWorkspaceOperation = defineOperation({
  id: "update_workspace",
  method: "PATCH",
  path: workspace,
  tag: "Workspaces",
  summary: "Change a workspace's settings",
  description: "Another time zone counts for schedules made from now on.",
  access: "workspace.write",
  params: workspaceParams,
  body: patchWorkspaceSchema,
  bodyExample: { name: "Acme research", retention_days: 90 },
  idempotent: true,
  success: { 200: { description: "The workspace", schema: workspaceSchema, example: exampleWorkspace } },
});

export const deleteWorkspaceOperation = defineOperation({
  id: "delete_workspace",
  method: "DELETE",
  path: workspace,
  tag: "Workspaces",
  summary: "Delete a workspace with everything in it",
  description: "Connectors, documents, runs, tokens, members and the audit log, at once and for good.",
  access: "workspace.delete",
  params: workspaceParams,
  query: deleteWorkspaceQuery,
  success: { 204: { description: "It is gone" } },
  errors: { 409: "Too much is going on in it; nothing was changed" },
});

export const getUsageOperation = defineOperation({
  id: "get_usage",
  method: "GET",
  path: `${workspace}/usage`,
  tag: "Workspaces",
  summary: "Tell how much a workspace holds, and may hold",
  access: "workspace.read",
  params: workspaceParams,
  success: {
    200: {
      description: "What is used of each limit",
      schema: usageSchema,
      example: {
        connectors: { used: 12, limit: null },
        documents: { used: 48_120, limit: 100_000 },
        bytes: { used: 7_340_032, limit: null },
      },
    },
  },
});

export const summarizeWorkspaceOperation = defineOperation({
  id: "summarize_workspace",
  method: "GET",
  path: `${workspace}/summary`,
  tag: "Workspaces",
  summary: "Tell how a workspace is doing",
  description:
    "What wants attention, what runs in the next 24 hours, and how many documents there were each day.",
  access: "workspace.read",
  furtherScopes: ["runs.read", "schedules.read", "documents.read"],
  params: workspaceParams,
  query: workspaceSummaryQuery,
  success: {
    200: {
      description: "The workspace at a glance",
      schema: workspaceSummarySchema,
      example: {
        attention: {
          total: 1,
          counts: {
            needs_credentials: 0,
            failing: 1,
            held_deletions: 0,
            stalled: 0,
            waiting_for_collection: 0,
          },
        },
        upcoming: {
          from: "2026-11-24T12:00:00.000Z",
          to: "2026-11-25T12:00:00.000Z",
          total: 1,
          connectors: [
            {
              connector_id: "product-docs",
              connector_name: "Product docs",
              connector_type: "web_scraper",
              instants: ["2026-11-25T06:00:00.000Z"],
              more: false,
            },
          ],
        },
        documents: {
          timezone: "America/Sao_Paulo",
          total: 1180,
          days: [{ day: "2026-11-24", documents: 1180, added: 12, updated: 3, deleted: 1 }],
        },
      },
    },
  },
});

export const workspaceOperations = [
  createWorkspaceOperation,
  getWorkspaceOperation,
  getUsageOperation,
  summarizeWorkspaceOperation,
  patchWorkspaceOperation,
  deleteWorkspaceOperation,
];
