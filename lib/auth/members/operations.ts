import { pageSchema } from "#lib/http/cursor.ts";
import { defineOperation } from "#lib/http/operation.ts";
import { listMembersQuery, memberParams, memberSchema, membersParams, patchMemberSchema } from "./schemas.ts";

const members = "/v1/workspaces/{workspace_id}/members";

const noMember = "No such member in this workspace";
const lastOwner = "It is the last owner";

const exampleMember = {
  user_id: "0b6f2f5e-6f0e-4a53-9b1a-5a3f9d1c7e42",
  email: "ada@example.com",
  name: "Ada Lovelace",
  role: "editor",
  joined_at: "2026-11-24T12:00:00.000Z",
};

export const listMembersOperation = defineOperation({
  id: "list_members",
  method: "GET",
  path: members,
  tag: "Members",
  summary: "List members",
  description: "In the order they joined.",
  access: "members.read",
  params: membersParams,
  query: listMembersQuery,
  success: {
    200: {
      description: "A page of members",
      schema: pageSchema(memberSchema),
      example: { items: [exampleMember], next_cursor: null },
    },
  },
});

export const patchMemberOperation = defineOperation({
  id: "update_member",
  method: "PATCH",
  path: `${members}/{user_id}`,
  tag: "Members",
  summary: "Change a member's role",
  description: "From their next request on. Only an owner makes or unmakes owners; the last one stays.",
  access: "members.write",
  params: memberParams,
  body: patchMemberSchema,
  bodyExample: { role: "editor" },
  idempotent: true,
  success: { 200: { description: "The member", schema: memberSchema, example: exampleMember } },
  errors: { 404: noMember, 409: lastOwner },
});

export const removeMemberOperation = defineOperation({
  id: "remove_member",
  method: "DELETE",
  path: `${members}/{user_id}`,
  tag: "Members",
  summary: "Remove a member, or leave",
  description:
    "From their next request on; the tokens they made here are revoked. Others need the role admin, for an owner the role owner; anyone who signed in may leave. A token with scopes needs members.write too.",
  access: "members.read",
  params: memberParams,
  idempotent: true,
  success: { 204: { description: "They are no member any more" } },
  errors: { 404: noMember, 409: lastOwner },
});

export const memberOperations = [listMembersOperation, patchMemberOperation, removeMemberOperation];
