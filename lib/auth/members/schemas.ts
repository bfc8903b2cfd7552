import { z } from "zod";
import { roles } from "#lib/auth/permissions.ts";
import { pageQuery } from "#lib/http/cursor.ts";

export const memberSchema = z.object({
  user_id: z.uuid(),
  email: z.string(),
  name: z.string(),
  role: z.enum(roles),
  joined_at: z.iso.datetime(),
});

export type PresentedMember = z.output<typeof memberSchema>;

export const patchMemberSchema = z.strictObject({
  role: z.enum(roles, { error: `Must be one of ${roles.join(", ")}.` }),
});

export type MemberPatch = z.output<typeof patchMemberSchema>;

export const membersParams = z.object({ workspace_id: z.uuid().meta({ description: "The workspace" }) });
export const memberParams = membersParams.extend({ user_id: z.uuid() });
export const listMembersQuery = z.object(pageQuery);
