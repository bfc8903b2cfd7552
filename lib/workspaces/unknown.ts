import { AppError } from "#lib/errors.ts";

/** There is no such workspace, or it was deleted since the request was let in. */
export function unknownWorkspace(workspaceId: string | undefined): AppError {
  return new AppError("not_found", `There is no workspace “${workspaceId}”.`);
}
