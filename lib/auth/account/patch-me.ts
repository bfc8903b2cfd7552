import { withScope } from "#db/scope.ts";
import type { SignedInContext } from "#lib/http/route.ts";
import { assertPerson } from "./assert-person.ts";
import { readMe } from "./get-me.ts";
import type { MePatch, PresentedMe } from "./schemas.ts";

/**
 * Changes how somebody is called and which language and time zone they read.
 * @throws AppError `forbidden` for a token
 */
export async function patchMe(ctx: SignedInContext, change: MePatch): Promise<PresentedMe> {
  const { userId } = assertPerson(ctx.identity);
  return withScope(ctx.db, { identity: true }, async (trx) => {
    await trx
      .updateTable("users")
      .set({ ...change, updated_at: ctx.now() })
      .where("id", "=", userId)
      .execute();
    return readMe(trx, ctx.identity);
  });
}
