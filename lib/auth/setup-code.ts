import type { Db } from "#db/client.ts";
import { withScope } from "#db/scope.ts";
import { createCode, hashCode } from "./secret-code.ts";

/**
 * The code with which the first visitor becomes owner: a new one while nobody has an account, null afterwards. To be
 * printed at start; only its hash is kept, so each start makes the one before worthless.
 */
export function ensureSetupCode(db: Db): Promise<string | null> {
  return withScope(db, { identity: true }, async (trx) => {
    if (await hasUsers(trx)) return null;
    const code = createCode();
    await trx
      .insertInto("installation")
      .values({ setup_code_hash: hashCode(code) })
      .onConflict((conflict) => conflict.column("only_row").doUpdateSet({ setup_code_hash: hashCode(code) }))
      .execute();
    return code;
  });
}

/**
 * Uses the set-up code up, in the transaction that makes the owner: of two who come at once, the later one finds
 * it gone.
 */
export async function takeSetupCode(trx: Db, code: string): Promise<boolean> {
  const taken = await trx
    .updateTable("installation")
    .set({ setup_code_hash: null })
    .where("setup_code_hash", "=", hashCode(code))
    .executeTakeFirst();
  return taken.numUpdatedRows === 1n;
}

/** Whether anybody has an account, in an identity transaction. */
export async function hasUsers(trx: Db): Promise<boolean> {
  return (await trx.selectFrom("users").select("id").limit(1).executeTakeFirst()) !== undefined;
}

/** Whether the first owner has come. */
export function isSetUp(db: Db): Promise<boolean> {
  return withScope(db, { identity: true }, hasUsers);
}
