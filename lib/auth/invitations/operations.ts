import { pageSchema } from "#lib/http/cursor.ts";
import { defineOperation } from "#lib/http/operation.ts";
import {
  createdInvitationSchema,
  createInvitationSchema,
  invitationParams,
  invitationSchema,
  invitationsParams,
  listInvitationsQuery,
} from "./schemas.ts";

const invitations = "/v1/workspaces/{workspace_id}/invitations";

const exampleInvitation = {
  id: "019f5b6e-6f0e-7a53-9b1a-5a3f9d1c7e42",
  email: "grace@example.com",
  role: "editor",
  invited_by: "0b6f2f5e-6f0e-4a53-9b1a-5a3f9d1c7e42",
  created_at: "2026-11-24T12:00:00.000Z",
  expires_at: "2026-12-01T12:00:00.000Z",
};

// No Idempotency-Key: the first answer would have to be kept, and the code in it is kept nowhere.
export const createInvitationOperation = defineOperation({
  id: "create_invitation",
  method: "POST",
  path: invitations,
  tag: "Members",
  summary: "Invite somebody",
  description:
    "For seven days. Nothing is sent: give the address to the person it is for. Inviting them again replaces the invitation that waits. Only an owner invites owners.",
  access: "members.write",
  params: invitationsParams,
  body: createInvitationSchema,
  bodyExample: { email: "grace@example.com", role: "editor" },
  success: {
    201: {
      description: "Invited",
      schema: createdInvitationSchema,
      example: { ...exampleInvitation, url: "https://tributary.example.com/invite/q7V1…" },
    },
  },
  errors: { 409: "They are a member already" },
});

export const listInvitationsOperation = defineOperation({
  id: "list_invitations",
  method: "GET",
  path: invitations,
  tag: "Members",
  summary: "List invitations that nobody accepted",
  description: "The newest first; expired ones stay until they are revoked or replaced.",
  access: "members.write",
  params: invitationsParams,
  query: listInvitationsQuery,
  success: {
    200: {
      description: "A page of invitations",
      schema: pageSchema(invitationSchema),
      example: { items: [exampleInvitation], next_cursor: null },
    },
  },
});

export const revokeInvitationOperation = defineOperation({
  id: "revoke_invitation",
  method: "DELETE",
  path: `${invitations}/{invitation_id}`,
  tag: "Members",
  summary: "Take an invitation back",
  access: "members.write",
  params: invitationParams,
  idempotent: true,
  success: { 204: { description: "Its address opens nothing any more" } },
  errors: { 404: "No such invitation waits in this workspace" },
});

export const invitationOperations = [
  createInvitationOperation,
  listInvitationsOperation,
  revokeInvitationOperation,
];
