import { sql } from "kysely";
import type { Db } from "#db/client.ts";
import { withScope } from "#db/scope.ts";
import { normaliseEmail } from "#lib/auth/email.ts";
import type { Role } from "#lib/auth/permissions.ts";
import { hashCode } from "#lib/auth/secret-code.ts";
import type { Services } from "#lib/context.ts";

export type InvitationView = {
  workspaceId: string;
  workspaceName: string;
  email: string;
  role: Role;
  invitedBy: string | null;
  state: "open" | "accepted" | "expired";
  /** Somebody has an account with the invited address: they sign in instead of making another. */
  hasAccount: boolean;
};

/** What whoever holds an invitation's code may know of it, undefined when there is no such invitation. */
export function lookAtInvitation(
  { db, now }: Pick<Services, "db" | "now">,
  code: string,
): Promise<InvitationView | undefined> {
  return withScope(db, { identity: true }, async (trx) => {
    const row = await findByCode(trx, code);
    if (!row) return undefined;
    const { accepted_at, expires_at, role, ...shown } = row;
    const state = accepted_at ? "accepted" : expires_at <= now() ? "expired" : "open";
    return { ...shown, role: role as Role, state, hasAccount: await hasAccount(trx, row.email) };
  });
}

function findByCode(trx: Db, code: string) {
  return trx
    .selectFrom("invitations as i")
    .innerJoin("workspaces as w", "w.id", "i.workspace_id")
    .leftJoin("users as u", "u.id", "i.invited_by")
    .select(["i.workspace_id as workspaceId", "w.name as workspaceName", "i.email", "i.role"])
    .select(["u.name as invitedBy", "i.accepted_at", "i.expires_at"])
    .where("i.code_hash", "=", hashCode(code))
    .executeTakeFirst();
}

async function hasAccount(trx: Db, email: string): Promise<boolean> {
  const user = await trx
    .selectFrom("users")
    .select("id")
    .where(sql<string>`lower(email)`, "=", normaliseEmail(email))
    .executeTakeFirst();
  return user !== undefined;
}
