import type { Selectable } from "kysely";
import type { Workspaces } from "#db/types.ts";
import type { Role } from "#lib/auth/permissions.ts";
import type { PresentedWorkspace } from "./schemas.ts";

export function presentWorkspace(row: Selectable<Workspaces>, role: Role): PresentedWorkspace {
  const { id, name, time_zone, retention_days, created_at, updated_at } = row;
  return {
    id,
    name,
    time_zone,
    retention_days,
    role,
    created_at: created_at.toISOString(),
    updated_at: updated_at.toISOString(),
  };
}
