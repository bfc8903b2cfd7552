import pg from "pg";

/** Whether an error is PostgreSQL's unique violation (SQLSTATE 23505), of one constraint or index if named. */
export function isUniqueViolation(error: unknown, constraint?: string): boolean {
  return isDatabaseError(error, "23505") && (constraint === undefined || error.constraint === constraint);
}

/** Whether an error is PostgreSQL's foreign key violation (SQLSTATE 23503). */
export function isForeignKeyViolation(error: unknown, constraint?: string): boolean {
  return isDatabaseError(error, "23503") && (constraint === undefined || error.constraint === constraint);
}

/** Whether a row couldn't be written because its workspace was deleted meanwhile. */
export function isWorkspaceGone(error: unknown): boolean {
  return isDatabaseError(error, "23503") && (error.constraint ?? "").endsWith("_workspace_id_fkey");
}

/** Whether two transactions waited for each other (40P01), or one waited longer than it wanted to (55P03). */
export function isLockConflict(error: unknown): boolean {
  return isDatabaseError(error, "40P01") || isDatabaseError(error, "55P03");
}

/** Whether PostgreSQL ended a transaction for the sake of others (deadlock, serialization): it wrote nothing. */
export function isConflict(error: unknown): boolean {
  return isDatabaseError(error, "40P01") || isDatabaseError(error, "40001");
}

/** Whether a server that takes no writes (25006) was asked for one: after a fail-over, or as it stands by. */
export function isReadOnly(error: unknown): boolean {
  return isDatabaseError(error, "25006");
}

function isDatabaseError(error: unknown, code: string): error is pg.DatabaseError {
  return error instanceof pg.DatabaseError && error.code === code;
}

/** Whether a value, not the statement, was what PostgreSQL refused: data exceptions and limits (classes 22, 54). */
export function isDataError(error: unknown): boolean {
  return error instanceof pg.DatabaseError && /^(22|54)/.test(error.code ?? "");
}

const lostConnection =
  /connection (terminated|ended|error)|timeout exceeded when trying to connect|not queryable|query read timeout/i;
const networkCodes = new Set([
  "ECONNREFUSED",
  "ECONNRESET",
  "EPIPE",
  "ETIMEDOUT",
  "ENOTFOUND",
  "EHOSTUNREACH",
]);

/**
 * Whether the same transaction may succeed a moment later: the connection was cut, the server is starting, failing
 * over or full, it didn't answer in time, or another transaction stood in the way.
 */
export function isTransientError(error: unknown): boolean {
  if (error instanceof pg.DatabaseError) return /^(08|40|53|57|25006|25P03)/.test(error.code ?? "");
  if (!(error instanceof Error)) return false;
  const code = "code" in error ? String(error.code) : "";
  return networkCodes.has(code) || lostConnection.test(error.message);
}
