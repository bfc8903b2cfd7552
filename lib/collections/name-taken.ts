import { isUniqueViolation } from "#db/errors.ts";
import { AppError } from "#lib/errors.ts";

/** The error for a caller, when what failed is that another collection has the name; else what was given. */
export function orNameTaken(error: unknown, name: string | undefined): unknown {
  if (!isUniqueViolation(error, "collections_name")) return error;
  return new AppError("conflict", `There is a collection named “${name}” already. Choose another name.`, {
    errors: [{ path: "name", message: "Taken by another collection of this workspace." }],
  });
}
