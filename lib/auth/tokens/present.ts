import type { Selectable } from "kysely";
import type { ApiTokens } from "#db/types.ts";
import type { Role } from "#lib/auth/permissions.ts";
import type { PresentedToken } from "./schemas.ts";

/** What may be shown of a token; its hash isn't read. */
export const shownColumns = [
  "id",
  "name",
  "role",
  "scopes",
  "hint",
  "created_by",
  "created_at",
  "expires_at",
  "last_used_at",
  "revoked_at",
] as const;

export function presentToken(
  row: Pick<Selectable<ApiTokens>, (typeof shownColumns)[number]>,
): PresentedToken {
  return {
    id: row.id,
    name: row.name,
    role: row.role as Role,
    scopes: row.scopes,
    hint: row.hint,
    created_by: row.created_by,
    created_at: row.created_at.toISOString(),
    expires_at: row.expires_at?.toISOString() ?? null,
    last_used_at: row.last_used_at?.toISOString() ?? null,
    revoked_at: row.revoked_at?.toISOString() ?? null,
  };
}
