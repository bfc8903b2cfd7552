import { defineOperation } from "#lib/http/operation.ts";
import { explainParams, explainQuery, explanationSchema } from "./schemas.ts";

export const explainItemOperation = defineOperation({
  id: "explain_item",
  method: "GET",
  path: "/v1/workspaces/{workspace_id}/explain",
  tag: "Documents",
  summary: "Tell why an item is, or isn't, here",
  description:
    "By its link or key, from documents, runs and settings; no source is asked. Without connector_id all connectors are looked at, up to 500.",
  access: "documents.read",
  params: explainParams,
  query: explainQuery,
  success: {
    200: {
      description: "What is known",
      schema: explanationSchema,
      example: {
        asked: "https://docs.example.com/guide/old",
        found: false,
        findings: [
          {
            connector_id: "product-docs",
            connector_name: "Product docs",
            connector_type: "web_scraper",
            reason: "failed",
            message: "The last run that met it couldn't read it: the site answered 500.",
            detail: "the site answered 500",
            document_id: null,
            run_id: "019f5b6e-6f0e-7a53-9b1a-5a3f9d1c7e42",
            at: "2026-11-24T12:00:03.120Z",
            in_collection: null,
          },
        ],
      },
    },
  },
});

export const explainOperations = [explainItemOperation];
