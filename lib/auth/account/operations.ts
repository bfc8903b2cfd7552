import { pageSchema } from "#lib/http/cursor.ts";
import { defineOperation } from "#lib/http/operation.ts";
import {
  changePasswordSchema,
  listSessionsQuery,
  meSchema,
  patchMeSchema,
  sessionParams,
  sessionSchema,
} from "./schemas.ts";

const tag = "Account";
const personOnly = { 403: "A token asks: only a person who signed in may do this" };

const exampleMe = {
  type: "user",
  user: {
    id: "0b6f2f5e-6f0e-4a53-9b1a-5a3f9d1c7e42",
    email: "ada@example.com",
    name: "Ada Lovelace",
    locale: "pt-BR",
    time_zone: "America/Sao_Paulo",
    has_password: true,
    second_factor: { since: "2026-11-24T12:00:00.000Z", recovery_codes: 10 },
  },
  token: null,
  memberships: [
    { workspace_id: "019f5b6e-6f0e-7a53-9b1a-5a3f9d1c7e42", name: "Research", role: "owner" as const },
  ],
};

export const getMeOperation = defineOperation({
  id: "get_me",
  method: "GET",
  path: "/v1/me",
  tag,
  summary: "Who asks",
  description: "The person who signed in, or the token and who made it, with their workspaces.",
  access: "signed_in",
  success: { 200: { description: "Who asks", schema: meSchema, example: exampleMe } },
});

export const patchMeOperation = defineOperation({
  id: "update_me",
  method: "PATCH",
  path: "/v1/me",
  tag,
  summary: "Change your name, language or time zone",
  access: "signed_in",
  body: patchMeSchema,
  bodyExample: { name: "Ada Lovelace", locale: "pt-BR", time_zone: "America/Sao_Paulo" },
  success: { 200: { description: "Changed", schema: meSchema, example: exampleMe } },
  errors: personOnly,
});

export const changePasswordOperation = defineOperation({
  id: "change_password",
  method: "POST",
  path: "/v1/me/password",
  tag,
  summary: "Change your password",
  description: "Ends all your other sessions at once. Wrong current passwords count as failed sign-ins.",
  access: "signed_in",
  body: changePasswordSchema,
  bodyExample: { current_password: "the old one", new_password: "correct horse battery staple" },
  success: { 204: { description: "Changed" } },
  errors: {
    ...personOnly,
    409: "The account has no password: it signs in elsewhere",
    429: "Too many wrong passwords",
  },
});

export const listSessionsOperation = defineOperation({
  id: "list_sessions",
  method: "GET",
  path: "/v1/me/sessions",
  tag,
  summary: "List where you are signed in",
  description: "The newest first.",
  access: "signed_in",
  query: listSessionsQuery,
  success: {
    200: {
      description: "A page of sessions",
      schema: pageSchema(sessionSchema),
      example: {
        items: [
          {
            id: "5b0d7a52-0f3c-4f0e-8d61-2f6f3f6f9a10",
            current: true,
            created_at: "2026-11-24T12:00:00.000Z",
            last_seen_at: "2026-11-24T12:31:00.000Z",
            expires_at: "2026-12-24T12:00:00.000Z",
            ip: "203.0.113.7",
            user_agent: "Mozilla/5.0",
          },
        ],
        next_cursor: null,
      },
    },
  },
  errors: personOnly,
});

export const revokeSessionOperation = defineOperation({
  id: "revoke_session",
  method: "DELETE",
  path: "/v1/me/sessions/{session_id}",
  tag,
  summary: "End one of your sessions",
  description: "At once, the one that asks included.",
  access: "signed_in",
  params: sessionParams,
  success: { 204: { description: "Its cookie opens nothing any more" } },
  errors: { ...personOnly, 404: "You have no such session" },
});

export const revokeOtherSessionsOperation = defineOperation({
  id: "revoke_other_sessions",
  method: "DELETE",
  path: "/v1/me/sessions",
  tag,
  summary: "End all your other sessions",
  description: "At once. The one that asks stays.",
  access: "signed_in",
  success: { 204: { description: "No other cookie of yours opens anything any more" } },
  errors: personOnly,
});

export const accountOperations = [
  getMeOperation,
  patchMeOperation,
  changePasswordOperation,
  listSessionsOperation,
  revokeSessionOperation,
  revokeOtherSessionsOperation,
];
