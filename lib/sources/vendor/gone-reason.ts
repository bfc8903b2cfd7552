import { VendorError } from "./vendor-error.ts";

/** What is told of something that was listed a moment ago, and isn't there any more. */
export const goneWhileReading = "It was removed while the run was reading.";

/** The same, if that is why something couldn't be read. */
export function goneReason(error: unknown): string | undefined {
  return error instanceof VendorError && error.status === 404 ? goneWhileReading : undefined;
}
