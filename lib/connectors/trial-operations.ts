import { defineOperation } from "#lib/http/operation.ts";
import { workspaceParams } from "./listed-schemas.ts";
import { checkSchema, previewBody, previewSchema, trialBody } from "./trial-schemas.ts";

const connectors = "/v1/workspaces/{workspace_id}/connectors" as const;

const bodyExample = {
  type: "web_scraper",
  slots: { url: "https://docs.example.com/guide/", extraction_type: "all", email: "ada@example.com" },
};

const errors = {
  404: "The connector that connector_id names doesn't exist in this workspace",
};

export const checkOperation = defineOperation({
  id: "check_connector",
  method: "POST",
  path: `${connectors}/check`,
  tag: "Connectors",
  summary: "Check settings against the source",
  description:
    "Tries what a run would do first, for at most 30 seconds: a connector need not exist, and nothing is written. A source that can't be read is an answer too: `ok` is false, and the last stage says why.",
  access: "connectors.write",
  params: workspaceParams,
  body: trialBody,
  bodyExample,
  success: {
    200: {
      description: "How far it came",
      schema: checkSchema,
      example: {
        ok: false,
        stages: [
          { stage: "reachable", ok: true, message: "docs.example.com answers." },
          {
            stage: "signed_in",
            ok: false,
            message: "The site asks for a sign-in: give a user name and password, or headers.",
            path: "credentials",
          },
        ],
      },
    },
  },
  errors,
});

const guide = "https://docs.example.com/guide";

export const previewOperation = defineOperation({
  id: "preview_connector",
  method: "POST",
  path: `${connectors}/preview`,
  tag: "Connectors",
  summary: "Preview what settings would read",
  description:
    "The first items that a run would take, and what it would skip and why, found in at most 20 seconds. A connector need not exist, and nothing is written. Files are listed by what their headers say; their text isn't read.",
  access: "connectors.write",
  params: workspaceParams,
  body: previewBody,
  bodyExample: { ...bodyExample, limit: 20 },
  success: {
    200: {
      description: "What was found, or a note that says why not",
      schema: previewSchema,
      example: {
        items: [
          {
            key: `${guide}/`,
            title: "Guide",
            link: `${guide}/`,
            kind: "content",
            mime: "text/html",
            size_bytes: 18204,
          },
          {
            key: `${guide}/internal`,
            title: `${guide}/internal`,
            link: `${guide}/internal`,
            kind: "skipped",
            reason: "robots.txt doesn't allow it",
          },
        ],
        estimated_total: 1180,
        resolved: `${guide}/*`,
        truncated: true,
        note: null,
      },
    },
  },
  errors,
});

export const trialOperations = [checkOperation, previewOperation];
