import { z } from "zod";
import { defineOperation } from "#lib/http/operation.ts";
import { accountOperations } from "./account/operations.ts";
import { acceptInvitationSchema } from "./invitations/accept.ts";
import { secondFactorOperations } from "./second-factor/operations.ts";
import { signUpSchema } from "./sign-up.ts";

const workspaceId = z.uuid().meta({ description: "Where the new member may go" });
const joinedSchema = z.object({ user_id: z.uuid(), workspace_id: workspaceId });

const exampleJoined = {
  user_id: "0b6f2f5e-6f0e-4a53-9b1a-5a3f9d1c7e42",
  workspace_id: "019f5b6e-6f0e-7a53-9b1a-5a3f9d1c7e42",
};

export const signUpOperation = defineOperation({
  id: "sign_up",
  method: "POST",
  path: "/v1/sign-up",
  tag: "Account",
  summary: "Become the first owner",
  description: "Once per installation, with the set-up code that the log shows while nobody has an account.",
  access: "public",
  body: signUpSchema,
  bodyExample: {
    setup_code: "q7V1m0kXo3C5T2yZ9b4uWd8sE6gHjKlPaNfRtIvBxYw",
    name: "Ada Lovelace",
    email: "ada@example.com",
    password: "correct horse battery staple",
    workspace_name: "Research",
    time_zone: "America/Sao_Paulo",
  },
  success: {
    201: { description: "Owner and workspace are made", schema: joinedSchema, example: exampleJoined },
  },
  errors: { 403: "There is an owner already" },
});

export const acceptInvitationOperation = defineOperation({
  id: "accept_invitation",
  method: "POST",
  path: "/v1/invitations/accept",
  tag: "Account",
  summary: "Accept an invitation",
  description:
    "With the session of an account that has the invited address, that account becomes a member. Without a session a new account is made, from name and password. A code opens once.",
  access: "public",
  body: acceptInvitationSchema,
  bodyExample: {
    code: "q7V1m0kXo3C5T2yZ9b4uWd8sE6gHjKlPaNfRtIvBxYw",
    name: "Grace Hopper",
    password: "correct horse battery staple",
  },
  success: {
    200: { description: "Who is signed in is a member", schema: joinedSchema, example: exampleJoined },
    201: { description: "The account is made, and a member", schema: joinedSchema, example: exampleJoined },
  },
  errors: {
    403: "The session's cookie came with another site's page",
    404: "There is no such invitation",
    409: "It was accepted or has expired, is for somebody else, or an account with its address exists: sign in",
  },
});

export const authOperations = [
  signUpOperation,
  acceptInvitationOperation,
  ...accountOperations,
  ...secondFactorOperations,
];
