import { STATUS_CODES } from "node:http";
import { z } from "zod";
import { AppError, type ErrorKind } from "#lib/errors.ts";

const statuses: Record<ErrorKind, number> = {
  invalid: 400,
  unauthenticated: 401,
  second_factor: 401,
  forbidden: 403,
  insufficient_scope: 403,
  not_found: 404,
  conflict: 409,
  stale: 412,
  too_large: 413,
  unsupported_media_type: 415,
  too_many_requests: 429,
  unavailable: 503,
};

export const problemSchema = z
  .object({
    type: z.string().meta({ description: "Where this kind of error is explained" }),
    title: z.string(),
    status: z.int(),
    detail: z.string().meta({ description: "What happened and what to do, for people" }),
    request_id: z.string(),
    errors: z
      .array(z.object({ path: z.string(), message: z.string() }))
      .optional()
      .meta({ description: "Every field that is wrong" }),
  })
  .meta({ id: "Problem", description: "RFC 9457" });

/** The HTTP status of a kind of error. */
export function statusOf(kind: ErrorKind): number {
  return statuses[kind];
}

/**
 * An error as RFC 9457 `application/problem+json`. Only an AppError's words are shown; anything else is our fault,
 * and the request id is what the log is searched for.
 */
export function problemResponse(error: unknown, requestId: string): Response {
  const known = error instanceof AppError ? error : undefined;
  const status = known ? statuses[known.kind] : 500;
  const body = {
    type: known ? `/docs/errors#${known.kind.replaceAll("_", "-")}` : "/docs/errors#internal",
    title: STATUS_CODES[status],
    status,
    detail:
      known?.message ??
      "Something failed on our side. All of it was done or nothing: look before you repeat a write, or repeat it with its Idempotency-Key. The log knows the request id.",
    request_id: requestId,
    ...(known && known.errors.length > 0 ? { errors: known.errors } : {}),
  };
  const headers = new Headers({ "content-type": "application/problem+json", "x-request-id": requestId });
  if (status === 401) headers.set("www-authenticate", 'Bearer realm="tributary"');
  // RFC 6750 §3.1
  if (known?.scope) {
    headers.set(
      "www-authenticate",
      `Bearer realm="tributary", error="insufficient_scope", scope="${known.scope}"`,
    );
  }
  if (known?.retryAfterS !== undefined) headers.set("retry-after", String(Math.ceil(known.retryAfterS)));
  return new Response(JSON.stringify(body), { status, headers });
}
