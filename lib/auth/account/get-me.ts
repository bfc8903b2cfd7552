import type { Db } from "#db/client.ts";
import { withScope } from "#db/scope.ts";
import type { Identity } from "#lib/auth/identify.ts";
import { lesserRole, type Role } from "#lib/auth/permissions.ts";
import type { SignedInContext } from "#lib/http/route.ts";
import type { PresentedMe } from "./schemas.ts";

/** Who asks, and where they are members. */
export function getMe({ db, identity }: SignedInContext): Promise<PresentedMe> {
  return withScope(db, { identity: true }, (trx) => readMe(trx, identity));
}

/** The same in an identity transaction. */
export async function readMe(trx: Db, { actor }: Identity): Promise<PresentedMe> {
  const token = actor.type === "token" ? await readToken(trx, actor.tokenId) : null;
  const user = actor.userId ? await readUser(trx, actor.userId) : null;
  const joined = user ? await readMemberships(trx, user.id) : [];
  const shown = token ? joined.filter(({ workspace_id }) => workspace_id === token.workspace_id) : joined;
  return {
    type: actor.type,
    user,
    token: token && {
      id: token.id,
      name: token.name,
      role: token.role as Role,
      expires_at: token.expires_at?.toISOString() ?? null,
    },
    memberships: shown.map((membership) => {
      const role = membership.role as Role;
      return { ...membership, role: token ? lesserRole(role, token.role as Role) : role };
    }),
  };
}

async function readUser(trx: Db, userId: string) {
  const { password_hash, totp_since, recovery_codes, ...user } = await trx
    .selectFrom("users")
    .select(["id", "email", "name", "locale", "time_zone", "password_hash", "totp_since"])
    .select((eb) =>
      eb
        .selectFrom("recovery_codes")
        .select(eb.fn.countAll<number>().as("left"))
        .where("user_id", "=", userId)
        .$asScalar()
        .$notNull()
        .as("recovery_codes"),
    )
    .where("id", "=", userId)
    .executeTakeFirstOrThrow();
  const second_factor = totp_since && { since: totp_since.toISOString(), recovery_codes };
  return { ...user, has_password: password_hash !== null, second_factor };
}

function readToken(trx: Db, tokenId: string) {
  return trx
    .selectFrom("api_tokens")
    .select(["id", "name", "role", "expires_at", "workspace_id"])
    .where("id", "=", tokenId)
    .executeTakeFirstOrThrow();
}

function readMemberships(trx: Db, userId: string) {
  return trx
    .selectFrom("memberships as m")
    .innerJoin("workspaces as w", "w.id", "m.workspace_id")
    .select(["m.workspace_id", "w.name", "m.role"])
    .where("m.user_id", "=", userId)
    .orderBy("m.created_at")
    .orderBy("m.workspace_id")
    .execute();
}
