import { pageSchema } from "#lib/http/cursor.ts";
import { defineOperation } from "#lib/http/operation.ts";
import {
  createdTokenSchema,
  createTokenSchema,
  listTokensQuery,
  tokenParams,
  tokenSchema,
  tokensParams,
} from "./schemas.ts";

const tokens = "/v1/workspaces/{workspace_id}/tokens";

const exampleToken = {
  id: "019f5b6e-6f0e-7a53-9b1a-5a3f9d1c7e42",
  name: "nightly import",
  role: "editor",
  scopes: ["connectors.read", "connectors.write"],
  hint: "9f3c",
  created_by: "0b6f2f5e-6f0e-4a53-9b1a-5a3f9d1c7e42",
  created_at: "2026-11-24T12:00:00.000Z",
  expires_at: "2027-01-31T00:00:00.000Z",
  last_used_at: null,
  revoked_at: null,
};

// No Idempotency-Key: the first answer would have to be kept, and the token in it is kept nowhere.
export const createTokenOperation = defineOperation({
  id: "create_token",
  method: "POST",
  path: tokens,
  tag: "Tokens",
  summary: "Create an API token",
  description:
    "The answer is the only one that ever holds the token. It does what its role allows, and never more than its maker, in this workspace only.",
  access: "tokens.write",
  params: tokensParams,
  body: createTokenSchema,
  bodyExample: { name: "nightly import", role: "editor", expires_at: "2027-01-31T00:00:00Z" },
  success: {
    201: {
      description: "Created",
      schema: createdTokenSchema,
      example: { ...exampleToken, token: "trb_…" },
    },
  },
});

export const listTokensOperation = defineOperation({
  id: "list_tokens",
  method: "GET",
  path: tokens,
  tag: "Tokens",
  summary: "List API tokens",
  description: "The newest first. Admins see all of the workspace, others their own.",
  access: "tokens.read",
  params: tokensParams,
  query: listTokensQuery,
  success: {
    200: {
      description: "A page of tokens",
      schema: pageSchema(tokenSchema),
      example: { items: [exampleToken], next_cursor: null },
    },
  },
});

export const revokeTokenOperation = defineOperation({
  id: "revoke_token",
  method: "DELETE",
  path: `${tokens}/{token_id}`,
  tag: "Tokens",
  summary: "Revoke an API token",
  description: "At once, and for good: your own, or anybody's for an admin.",
  access: "tokens.write",
  params: tokenParams,
  idempotent: true,
  success: { 204: { description: "It opens nothing any more" } },
  errors: { 404: "No such token in this workspace, or it isn't yours" },
});

export const tokenOperations = [createTokenOperation, listTokensOperation, revokeTokenOperation];
