import { defineOperation } from "#lib/http/operation.ts";
import {
  createWorkspaceSchema,
  deleteWorkspaceQuery,
  patchWorkspaceSchema,
  workspaceParams,
  workspaceSchema,
} from "./schemas.ts";

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

export const workspaceOperations = [
  createWorkspaceOperation,
  getWorkspaceOperation,
  patchWorkspaceOperation,
  deleteWorkspaceOperation,
];
