import { randomUUID } from "node:crypto";
import { v7 as uuid } from "uuid";
import type { Db } from "#db/client.ts";
import { enterScope, withScope } from "#db/scope.ts";
import { insertUser, type NewUser } from "./insert-user.ts";
import { insertWorkspace } from "./workspaces/insert.ts";

export type NewOwner = NewUser & { workspaceName: string; timeZone?: string };

/** A user and a workspace that they own, in one transaction. @throws AppError `conflict` when the e-mail is taken */
export function createOwner(db: Db, owner: NewOwner): Promise<{ userId: string; workspaceId: string }> {
  return withScope(db, { identity: true }, (trx) => insertOwner(trx, owner, randomUUID()));
}

/** The same, in the caller's identity transaction, which goes on in the new workspace. */
export async function insertOwner(
  trx: Db,
  owner: NewOwner,
  requestId: string,
): Promise<{ userId: string; workspaceId: string }> {
  const userId = await insertUser(trx, owner);
  const workspaceId = uuid();
  await enterScope(trx, { workspaceId });
  await insertWorkspace(trx, {
    workspaceId,
    userId,
    requestId,
    name: owner.workspaceName,
    timeZone: owner.timeZone,
  });
  return { userId, workspaceId };
}
