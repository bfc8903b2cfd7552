import { AppError } from "#lib/errors.ts";

const retryAfterS = 5;

/** What a caller is told while the database can't be worked with; it is noticed anew with each request. */
export function databaseUnavailable(cause: unknown): AppError {
  return new AppError(
    "unavailable",
    "The database can't be worked with for the moment. A write was done whole or not at all: repeat it with its Idempotency-Key, or look before you repeat it.",
    { retryAfterS, cause },
  );
}
