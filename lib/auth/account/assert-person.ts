import type { Identity, Person } from "#lib/auth/identify.ts";
import { AppError } from "#lib/errors.ts";

/**
 * An account's password, sessions and settings are its person's alone: a token that leaks must not take it over.
 * @throws AppError `forbidden` for a token
 */
export function assertPerson({ actor }: Identity): Person["actor"] {
  if (actor.type === "user") return actor;
  throw new AppError("forbidden", "A token can't do this: only the person themselves, signed in.");
}
