import { v7 as uuid } from "uuid";
import type { Db } from "#db/client.ts";

export type NewWorkspace = {
  workspaceId: string;
  /** Becomes its owner. */
  userId: string;
  name: string;
  timeZone?: string;
  requestId: string;
};

/** Adds a workspace with its owner, in a transaction that already acts in it. */
export async function insertWorkspace(trx: Db, input: NewWorkspace): Promise<void> {
  const { workspaceId, userId, name, timeZone, requestId } = input;
  await trx.insertInto("workspaces").values({ id: workspaceId, name, time_zone: timeZone }).execute();
  await trx
    .insertInto("memberships")
    .values({ workspace_id: workspaceId, user_id: userId, role: "owner" })
    .execute();
  await trx
    .insertInto("audit_log")
    .values({
      workspace_id: workspaceId,
      id: uuid(),
      actor_type: "user",
      actor_id: userId,
      action: "workspace.create",
      target_type: "workspace",
      target_id: workspaceId,
      details: JSON.stringify({ name }),
      request_id: requestId,
    })
    .execute();
}
