// The browser's side of the doors: one way to send, one way to tell what went wrong.

/** What went wrong: in the server's words, or in ours when it gave none; with the fields that it is about. */
export type Refusal =
  | { kind: "unreachable" }
  | { kind: "broken"; requestId: string }
  | { kind: "refused"; status: number; message: string; fields: { path: string; message: string }[] };

export type Answer<T> = { ok: true; body: T } | { ok: false; refusal: Refusal };

/** Beside the body: what a request is repeated by, or which version it changes; and what ends it early. */
export type SendOptions = { headers?: Record<string, string>; signal?: AbortSignal };

/** Sends JSON, or nothing, to a door of `/v1`. */
export function send<T>(
  method: "GET" | "POST" | "PATCH" | "PUT" | "DELETE",
  path: string,
  body?: unknown,
  { headers = {}, signal }: SendOptions = {},
) {
  return answerOf<T>(() =>
    fetch(path, {
      method,
      signal: signal ?? null,
      ...(body === undefined
        ? { headers }
        : { headers: { "content-type": "application/json", ...headers }, body: JSON.stringify(body) }),
    }),
  );
}

/** Reads what a request came to; it never throws. */
export async function answerOf<T>(request: () => Promise<Response>): Promise<Answer<T>> {
  const response = await request().catch(() => undefined);
  if (!response) return { ok: false, refusal: { kind: "unreachable" } };
  const body = await response.json().catch(() => undefined);
  if (response.ok) return { ok: true, body };
  const { detail, errors = [], request_id } = body ?? {};
  if (response.status < 500 && detail) {
    return {
      ok: false,
      refusal: { kind: "refused", status: response.status, message: detail, fields: errors },
    };
  }
  return { ok: false, refusal: { kind: "broken", requestId: request_id ?? String(response.status) } };
}
