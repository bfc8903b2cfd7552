import { v7 as uuid } from "uuid";
import { withScope } from "#db/scope.ts";
import { insertWorkspace } from "#lib/auth/workspaces/insert.ts";
import type { Actor, Services } from "#lib/context.ts";
import { AppError } from "#lib/errors.ts";
import { presentWorkspace } from "./present.ts";
import type { NewWorkspace, PresentedWorkspace } from "./schemas.ts";

type Asking = Pick<Services, "db"> & { actor: Actor; requestId: string };

/**
 * Makes a further workspace, owned by the person who asks.
 * @throws AppError `forbidden` for a token, which acts in its own workspace only
 */
export async function createWorkspace(
  { db, actor, requestId }: Asking,
  { name, time_zone: timeZone }: NewWorkspace,
): Promise<PresentedWorkspace> {
  if (actor.type !== "user") {
    throw new AppError("forbidden", "A token acts in its own workspace only. Sign in to make another one.");
  }
  const workspaceId = uuid();
  const row = await withScope(db, { workspaceId }, async (trx) => {
    await insertWorkspace(trx, { workspaceId, userId: actor.userId, name, timeZone, requestId });
    return trx.selectFrom("workspaces").selectAll().where("id", "=", workspaceId).executeTakeFirstOrThrow();
  });
  return presentWorkspace(row, "owner");
}
