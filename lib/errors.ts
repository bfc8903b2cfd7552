/** One field that is wrong: `path` as the caller wrote it (`slots.root_file_id`), `message` says what to do. */
export type FieldError = { path: string; message: string };

/** The closed set of what can go wrong for a caller. `lib/http/problem.ts` maps each kind to a status. */
export type ErrorKind =
  | "invalid"
  | "unauthenticated"
  | "second_factor"
  | "forbidden"
  | "insufficient_scope"
  | "not_found"
  | "conflict"
  | "stale"
  | "too_large"
  | "unsupported_media_type"
  | "too_many_requests"
  | "unavailable";

/**
 * An error whose message may be shown to whoever asked. Everything else is a fault of ours,
 * and its message stays in the log.
 */
export class AppError extends Error {
  override readonly name = "AppError";
  readonly kind: ErrorKind;
  readonly errors: FieldError[];
  readonly retryAfterS: number | undefined;
  /** What a token lacks. */
  readonly scope: string | undefined;

  constructor(
    kind: ErrorKind,
    message: string,
    options: { errors?: FieldError[]; retryAfterS?: number; scope?: string; cause?: unknown } = {},
  ) {
    super(message, { cause: options.cause });
    this.kind = kind;
    this.errors = options.errors ?? [];
    this.retryAfterS = options.retryAfterS;
    this.scope = options.scope;
  }
}

/** Input that can't be accepted, with every wrong field at once. */
export function invalid(errors: FieldError[], message = "Some fields need your attention."): AppError {
  return new AppError("invalid", message, { errors });
}

/** Something that doesn't exist in this workspace, or that the caller may not know of. */
export function notFound(what: string, id: string): AppError {
  return new AppError("not_found", `There is no ${what} “${id}” in this workspace.`);
}
