import { defineOperation } from "#lib/http/operation.ts";
import { attentionParams, attentionQuery, attentionSchema } from "./schemas.ts";

export const listAttentionOperation = defineOperation({
  id: "list_attention",
  method: "GET",
  path: "/v1/workspaces/{workspace_id}/attention",
  tag: "Workspaces",
  summary: "List what wants a person's attention",
  description:
    "Refused credentials, failing runs, deletions to decide about, what is stalled, and what waits for a collection. Paused connectors want nothing but a decision about their deletions.",
  access: "runs.read",
  params: attentionParams,
  query: attentionQuery,
  success: {
    200: {
      description: "Nothing is wrong when total is 0",
      schema: attentionSchema,
      example: {
        total: 1,
        counts: {
          needs_credentials: 0,
          failing: 1,
          held_deletions: 0,
          stalled: 0,
          waiting_for_collection: 0,
        },
        items: [
          {
            kind: "failing",
            connector_id: "product-docs",
            connector_name: "Product docs",
            connector_type: "web_scraper",
            since: "2026-11-24T12:00:00.000Z",
            reason: "docs.example.com doesn't answer (ECONNREFUSED).",
            failures: 3,
            run_id: "019f5b6e-6f0e-7a53-9b1a-5a3f9d1c7e42",
            held_deletion_id: null,
            documents: null,
          },
        ],
      },
    },
  },
});

export const attentionOperations = [listAttentionOperation];
