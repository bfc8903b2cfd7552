import { pageSchema } from "#lib/http/cursor.ts";
import { defineOperation } from "#lib/http/operation.ts";
import { comparisonSchema } from "./compare.ts";
import {
  connectorParams,
  documentParams,
  heldDeletionDetailSchema,
  heldDeletionParams,
  heldDeletionSchema,
  listConnectorRunsQuery,
  listHeldDeletionsQuery,
  listRunItemsQuery,
  listRunsQuery,
  restoredDocumentSchema,
  retryBody,
  runItemSchema,
  runParams,
  runSchema,
  workspaceParams,
} from "./schemas.ts";

const workspace = "/v1/workspaces/{workspace_id}";
const connectorRuns = `${workspace}/connectors/{connector_id}/runs` as const;
const runs = `${workspace}/runs` as const;
const heldDeletions = `${workspace}/held-deletions` as const;

const noConnector = "No such connector in this workspace";
const noRun = "No such run in this workspace";
const noHeldDeletion = "No such held deletion in this workspace";

const exampleId = "019f5b6e-6f0e-7a53-9b1a-5a3f9d1c7e42";
const exampleRun = {
  id: exampleId,
  connector_id: "product-docs",
  connector_name: "Product docs",
  trigger: "manual",
  state: "running",
  reason: null,
  scheduled_for: null,
  not_before: null,
  created_by: "0b6f2f5e-6f0e-4a53-9b1a-5a3f9d1c7e42",
  created_by_name: "Ada Lovelace",
  retry_of: null,
  cancel_requested: false,
  cancelled_by_name: null,
  attempt: 1,
  counters: { discovered: 512, added: 500, updated: 0, unchanged: 0, deleted: 0, skipped: 11, failed: 1 },
  progress: {
    stage: "reading pages",
    current_item: "https://docs.example.com/guide/start",
    estimated_total: 1180,
    items_per_second: 128.5,
  },
  times: { waiting_ms: 412, reading_ms: 3340, storing_ms: 660, deleting_ms: 0 },
  created_at: "2026-11-24T12:00:00.000Z",
  started_at: "2026-11-24T12:00:00.412Z",
  finished_at: null,
};
const exampleQueued = {
  ...exampleRun,
  state: "queued",
  attempt: 0,
  counters: { discovered: 0, added: 0, updated: 0, unchanged: 0, deleted: 0, skipped: 0, failed: 0 },
  progress: null,
  started_at: null,
};
const exampleItem = {
  key: "https://docs.example.com/guide/old",
  outcome: "failed",
  reason: "The server answered 500.",
  title: null,
  link: "https://docs.example.com/guide/old",
  document_id: null,
  size_bytes: null,
  duration_ms: 212,
  at: "2026-11-24T12:00:03.120Z",
};
const exampleHeld = {
  id: exampleId,
  connector_id: "product-docs",
  connector_name: "Product docs",
  run_id: exampleId,
  state: "held",
  reason: "400 of 1000 documents would be deleted at once: they stay until somebody approves.",
  documents: 400,
  live_documents: 1000,
  created_at: "2026-11-24T12:01:00.000Z",
  decided_at: null,
  decided_by: null,
  decided_by_name: null,
};
const exampleDetail = {
  ...exampleHeld,
  sample: [
    {
      document_id: exampleId,
      title: "Old guide",
      link: "https://docs.example.com/guide/old",
      reason: "no longer in the source",
    },
  ],
};

const queued = {
  202: {
    description: "Queued: a worker begins within about a second",
    schema: runSchema,
    example: exampleQueued,
    headers: { Location: "The run's address" },
  },
};
const runPage = {
  200: {
    description: "A page of runs",
    schema: pageSchema(runSchema),
    example: { items: [exampleRun], next_cursor: null },
  },
};

export const startRunOperation = defineOperation({
  id: "start_run",
  method: "POST",
  path: connectorRuns,
  tag: "Runs",
  summary: "Start a run of a connector",
  description: "Whatever its schedule says. A connector has one active run at most.",
  access: "runs.write",
  params: connectorParams,
  idempotent: true,
  success: queued,
  errors: { 404: noConnector, 409: "A run is active, or the connector is in no collection" },
});

export const listConnectorRunsOperation = defineOperation({
  id: "list_connector_runs",
  method: "GET",
  path: connectorRuns,
  tag: "Runs",
  summary: "List a connector's runs",
  description: "The newest first.",
  access: "runs.read",
  params: connectorParams,
  query: listConnectorRunsQuery,
  success: runPage,
  errors: { 404: noConnector },
});

export const listRunsOperation = defineOperation({
  id: "list_runs",
  method: "GET",
  path: runs,
  tag: "Runs",
  summary: "List runs",
  description: "The newest first.",
  access: "runs.read",
  params: workspaceParams,
  query: listRunsQuery,
  success: runPage,
});

export const getRunOperation = defineOperation({
  id: "get_run",
  method: "GET",
  path: `${runs}/{run_id}`,
  tag: "Runs",
  summary: "Get a run",
  description: "While it runs, counters and progress are what was stored last: ask again to follow it.",
  access: "runs.read",
  params: runParams,
  success: { 200: { description: "The run as far as it is", schema: runSchema, example: exampleRun } },
  errors: { 404: noRun },
});

export const listRunItemsOperation = defineOperation({
  id: "list_run_items",
  method: "GET",
  path: `${runs}/{run_id}/items`,
  tag: "Runs",
  summary: "List what a run did, item by item",
  description: "Every item but the unchanged ones; skipped and failed ones say why.",
  access: "runs.read",
  params: runParams,
  query: listRunItemsQuery,
  success: {
    200: {
      description: "A page of items",
      schema: pageSchema(runItemSchema),
      example: { items: [exampleItem], next_cursor: null },
    },
  },
  errors: { 404: noRun },
});

export const compareRunOperation = defineOperation({
  id: "compare_run",
  method: "GET",
  path: `${runs}/{run_id}/comparison`,
  tag: "Runs",
  summary: "Compare a run with the one before it",
  description: "What fails since then, what still fails, and what doesn't any more.",
  access: "runs.read",
  params: runParams,
  success: {
    200: {
      description: "previous is null when there was none",
      schema: comparisonSchema,
      example: {
        previous: {
          ...exampleRun,
          state: "succeeded",
          progress: null,
          finished_at: "2026-11-24T12:00:04.412Z",
        },
        new_failures: {
          count: 1,
          items: [{ key: exampleItem.key, title: null, link: exampleItem.link, reason: exampleItem.reason }],
        },
        still_failing: { count: 0, items: [] },
        fixed: { count: 0, items: [] },
      },
    },
  },
  errors: { 404: noRun },
});

export const cancelRunOperation = defineOperation({
  id: "cancel_run",
  method: "POST",
  path: `${runs}/{run_id}/cancel`,
  tag: "Runs",
  summary: "Cancel a run",
  description: "One that waits ends at once, one that runs within seconds. What was stored stays.",
  access: "runs.write",
  params: runParams,
  idempotent: true,
  success: {
    202: {
      description: "It ends, or has ended: its state tells",
      schema: runSchema,
      example: { ...exampleRun, cancel_requested: true },
    },
  },
  errors: { 404: noRun, 409: "It ended before" },
});

export const retryRunOperation = defineOperation({
  id: "retry_run",
  method: "POST",
  path: `${runs}/{run_id}/retry`,
  tag: "Runs",
  summary: "Read a run's failed items again",
  description: "All of them, or those that are named.",
  access: "runs.write",
  params: runParams,
  body: retryBody,
  bodyOptional: true,
  bodyExample: { keys: ["https://docs.example.com/guide/old"] },
  idempotent: true,
  success: queued,
  errors: { 404: noRun, 409: "Nothing of it failed, too much did, it hasn't ended, or a run is active" },
});

export const listHeldDeletionsOperation = defineOperation({
  id: "list_held_deletions",
  method: "GET",
  path: heldDeletions,
  tag: "Held deletions",
  summary: "List deletions that wait, or waited, for a person",
  description: "More than 25 documents and a quarter of a connector's at once aren't deleted unasked.",
  access: "runs.read",
  params: workspaceParams,
  query: listHeldDeletionsQuery,
  success: {
    200: {
      description: "A page, the newest first",
      schema: pageSchema(heldDeletionSchema),
      example: { items: [exampleHeld], next_cursor: null },
    },
  },
});

export const getHeldDeletionOperation = defineOperation({
  id: "get_held_deletion",
  method: "GET",
  path: `${heldDeletions}/{held_deletion_id}`,
  tag: "Held deletions",
  summary: "Get a held deletion with some of its documents",
  access: "runs.read",
  params: heldDeletionParams,
  success: {
    200: { description: "The held deletion", schema: heldDeletionDetailSchema, example: exampleDetail },
  },
  errors: { 404: noHeldDeletion },
});

const decided = (state: "approved" | "kept", description: string) => ({
  200: { description, schema: heldDeletionDetailSchema, example: { ...exampleHeld, state, sample: [] } },
});

export const approveDeletionOperation = defineOperation({
  id: "approve_held_deletion",
  method: "POST",
  path: `${heldDeletions}/{held_deletion_id}/approve`,
  tag: "Held deletions",
  summary: "Delete the documents that were held",
  description: "As far as their source hasn't named them again. They can be restored for the retention time.",
  access: "deletions.decide",
  params: heldDeletionParams,
  idempotent: true,
  success: decided("approved", "Deleted"),
  errors: { 404: noHeldDeletion, 409: "It was decided before" },
});

export const keepDocumentsOperation = defineOperation({
  id: "keep_held_documents",
  method: "POST",
  path: `${heldDeletions}/{held_deletion_id}/keep`,
  tag: "Held deletions",
  summary: "Keep the documents that were held",
  description: "Until their source names them again.",
  access: "deletions.decide",
  params: heldDeletionParams,
  idempotent: true,
  success: decided("kept", "Kept"),
  errors: { 404: noHeldDeletion, 409: "It was decided before" },
});

export const restoreDocumentOperation = defineOperation({
  id: "restore_document",
  method: "POST",
  path: `${workspace}/documents/{document_id}/restore`,
  tag: "Documents",
  summary: "Bring a removed document back",
  description: "It stays although its source hasn't it, until the source names it again.",
  access: "deletions.decide",
  params: documentParams,
  idempotent: true,
  success: {
    200: {
      description: "Restored",
      schema: restoredDocumentSchema,
      example: {
        id: exampleId,
        connector_id: "product-docs",
        title: "Old guide",
        link: "https://docs.example.com/guide/old",
        removed_at: null,
      },
    },
  },
  errors: { 404: "No such document in this workspace", 409: "It isn't removed" },
});

export const runOperations = [
  startRunOperation,
  listConnectorRunsOperation,
  listRunsOperation,
  getRunOperation,
  listRunItemsOperation,
  compareRunOperation,
  cancelRunOperation,
  retryRunOperation,
  listHeldDeletionsOperation,
  getHeldDeletionOperation,
  approveDeletionOperation,
  keepDocumentsOperation,
  restoreDocumentOperation,
];
