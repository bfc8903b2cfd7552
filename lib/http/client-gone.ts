import { AppError } from "#lib/errors.ts";

/**
 * Whether a request failed because its sender went away in the middle of it: nobody waits for the answer, and nothing
 * is wrong with us or with what was sent.
 */
export function isClientGone(request: Request, error: unknown): boolean {
  // Node tells the reader of the body first, and aborts the request's signal a moment later.
  return request.signal.aborted || isBrokenOff(error);
}

function isBrokenOff(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const isAborted = "code" in error && error.code === "ECONNRESET" && error.message === "aborted";
  return isAborted || isBrokenOff(error.cause);
}

/** What a sender that went away would be answered. */
export function clientGone(cause: unknown): AppError {
  return new AppError("invalid", "The request broke off before it was complete. Send it again.", { cause });
}
