import { z } from "zod";
import { emailSchema } from "#lib/auth/email.ts";
import { roles } from "#lib/auth/permissions.ts";
import { pageQuery } from "#lib/http/cursor.ts";

const instant = z.iso.datetime();

export const createInvitationSchema = z.strictObject({
  email: emailSchema,
  role: z
    .enum(roles, { error: `Must be one of ${roles.join(", ")}.` })
    .meta({ description: "What they may do once they are a member; at most what you may" }),
});

export type NewInvitation = z.output<typeof createInvitationSchema>;

export const invitationSchema = z.object({
  id: z.uuid(),
  email: z.string(),
  role: z.enum(roles),
  invited_by: z.uuid().nullable(),
  created_at: instant,
  expires_at: instant,
});

export type PresentedInvitation = z.output<typeof invitationSchema>;

export const createdInvitationSchema = invitationSchema.extend({
  url: z.url().meta({ description: "For the invited person alone: shown here, once" }),
});

export type CreatedInvitation = z.output<typeof createdInvitationSchema>;

export const invitationsParams = z.object({
  workspace_id: z.uuid().meta({ description: "The workspace" }),
});
export const invitationParams = invitationsParams.extend({ invitation_id: z.uuid() });
export const listInvitationsQuery = z.object(pageQuery);
