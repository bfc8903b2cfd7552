import { pageSchema } from "#lib/http/cursor.ts";
import { defineOperation } from "#lib/http/operation.ts";
import { auditEntrySchema, auditLogParams, auditLogQuery } from "./schemas.ts";

export const exampleAuditEntry = {
  id: "019f5b6e-6f0e-7a53-9b1a-5a3f9d1c7e42",
  at: "2026-11-24T12:00:00.000Z",
  actor: {
    type: "user",
    id: "0b6f2f5e-6f0e-4a53-9b1a-5a3f9d1c7e42",
    name: "Ada Lovelace",
    email: "ada@example.com",
  },
  action: "connector.create",
  target_type: "connector",
  target_id: "product-docs",
  details: {
    name: "Product docs",
    type: "web_scraper",
    scheduler_type: "cron",
    scheduler_value: "0 6 * * 1-5",
  },
  request_id: "5c2d7a7e-8e43-4df5-a1f6-6b1a7a9a4b11",
};

export const listAuditLogOperation = defineOperation({
  id: "list_audit_log",
  method: "GET",
  path: "/v1/workspaces/{workspace_id}/audit-log",
  tag: "Audit log",
  summary: "List what was done in a workspace, and by whom",
  description: "The newest first. An entry is written in the transaction of what it tells.",
  access: "audit.read",
  params: auditLogParams,
  query: auditLogQuery,
  success: {
    200: {
      description: "A page of entries",
      schema: pageSchema(auditEntrySchema),
      example: {
        items: [exampleAuditEntry],
        next_cursor: null,
      },
    },
  },
});

export const auditOperations = [listAuditLogOperation];
