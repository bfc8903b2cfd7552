import type { Context, Services } from "#lib/context.ts";
import { AppError } from "#lib/errors.ts";
import type { Identity } from "./identify.ts";

/** PostgreSQL takes uuids in capitals and braces; we compare text, so there is one spelling. */
export function normaliseUuid(value: string): string | null {
  const lower = value.toLowerCase();
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(lower) ? lower : null;
}

/**
 * What somebody works with in one workspace: made after `identify` looked them up there.
 * @param named the workspace as they wrote it
 * @throws AppError `not_found` when there is no such workspace, `forbidden` when they aren't a member
 */
export function memberContext(
  base: Services & { requestId: string },
  identity: Identity,
  named: string | undefined,
): Context {
  const workspaceId = named === undefined ? null : normaliseUuid(named);
  if (!workspaceId || !identity.workspaceExists) {
    throw new AppError("not_found", `There is no workspace “${named}”.`);
  }
  if (!identity.role) throw new AppError("forbidden", "You are not a member of this workspace.");
  const { timeZone, actor, role, scopes } = identity;
  return { ...base, workspaceId, timeZone, actor, role, scopes };
}
