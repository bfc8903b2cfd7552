import type { Selectable } from "kysely";
import type { Invitations } from "#db/types.ts";
import type { Role } from "#lib/auth/permissions.ts";
import type { PresentedInvitation } from "./schemas.ts";

/** What may be shown of an invitation; the hash of its code isn't read. */
export const shownColumns = ["id", "email", "role", "invited_by", "created_at", "expires_at"] as const;

export function presentInvitation(
  row: Pick<Selectable<Invitations>, (typeof shownColumns)[number]>,
): PresentedInvitation {
  return {
    id: row.id,
    email: row.email,
    role: row.role as Role,
    invited_by: row.invited_by,
    created_at: row.created_at.toISOString(),
    expires_at: row.expires_at.toISOString(),
  };
}
