import { z } from "zod";
import type { Db } from "#db/client.ts";
import { withScope } from "#db/scope.ts";
import { AppError, invalid } from "#lib/errors.ts";
import type { PublicContext } from "#lib/http/route.ts";
import { personNameSchema, timeZoneSchema } from "./account/schemas.ts";
import { insertOwner } from "./create-owner.ts";
import { emailSchema } from "./email.ts";
import { newPasswordSchema } from "./password.ts";
import { hasUsers, takeSetupCode } from "./setup-code.ts";

export const signUpSchema = z.strictObject({
  setup_code: z
    .string("Paste the set-up code from the log.")
    .trim()
    .min(1, "Paste the set-up code from the log.")
    .max(200, "A set-up code is shorter.")
    .meta({ description: "Printed at start while nobody has an account; the newest one holds" }),
  name: personNameSchema,
  email: emailSchema,
  password: newPasswordSchema,
  workspace_name: z
    .string("Give the workspace a name.")
    .trim()
    .min(1, "Give the workspace a name.")
    .max(100, "A name has at most 100 characters."),
  time_zone: timeZoneSchema.optional(),
});

export type SignUp = z.output<typeof signUpSchema>;

/**
 * Makes the first owner, with their workspace: once, by the code that the log shows.
 * @throws AppError `forbidden` when there is an owner already, `invalid` for a wrong code
 */
export function signUp(
  { db, requestId }: PublicContext,
  { setup_code, workspace_name: workspaceName, time_zone: timeZone, ...user }: SignUp,
): Promise<{ userId: string; workspaceId: string }> {
  return withScope(db, { identity: true }, async (trx) => {
    await assertNobody(trx);
    if (!(await takeSetupCode(trx, setup_code))) {
      // Whoever came with the same code at the same time was first.
      await assertNobody(trx);
      throw invalid([
        { path: "setup_code", message: "This isn't the set-up code. Take the newest one from the log." },
      ]);
    }
    return insertOwner(trx, { ...user, workspaceName, timeZone }, requestId);
  });
}

async function assertNobody(trx: Db): Promise<void> {
  if (!(await hasUsers(trx))) return;
  throw new AppError(
    "forbidden",
    "Tributary is set up already. Ask an admin of your workspace for an invitation.",
  );
}
