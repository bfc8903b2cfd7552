import type { RouteHandler } from "#lib/http/route.ts";

export type Call = {
  /** Values of the path's keys. */
  params?: Record<string, string>;
  query?: Record<string, string | number | boolean>;
  token?: string;
  /** `name=value`, sent as a page of ours would send it: with `Sec-Fetch-Site: same-origin`. */
  cookie?: string;
  /** Sent as JSON. */
  body?: unknown;
  /** Sent as it is, instead: a form, a file's bytes. */
  raw?: FormData | Blob;
  headers?: Record<string, string>;
  /** Aborts when the caller leaves. */
  signal?: AbortSignal;
};

/**
 * Calls an exported handler of `/v1` as Next does: at its own path, with its own method. The body comes back parsed
 * when it is JSON, as text otherwise, undefined when there is none.
 */
export async function call(handler: RouteHandler, options: Call = {}) {
  const response = await send(handler, options);
  const text = await response.text();
  const isJson = /[/+]json\b/.test(response.headers.get("content-type") ?? "");
  const body = text === "" ? undefined : isJson ? JSON.parse(text) : text;
  return { status: response.status, headers: response.headers, body };
}

/** The same, answering the Response itself: for bytes and streams. */
export function send(handler: RouteHandler, options: Call = {}): Promise<Response> {
  const params = options.params ?? {};
  const { method } = handler.operation;
  const request = new Request(urlOf(handler, params, options.query ?? {}), {
    method,
    headers: headersOf(options),
    body: options.raw ?? (options.body === undefined ? undefined : JSON.stringify(options.body)),
    signal: options.signal ?? null,
  });
  const hasKeys = handler.operation.path.includes("{");
  return handler(request, { params: Promise.resolve(hasKeys ? params : undefined) });
}

function urlOf(
  handler: RouteHandler,
  params: Record<string, string>,
  query: NonNullable<Call["query"]>,
): URL {
  const path = handler.operation.path.replace(/\{(\w+)\}/g, (_, key: string) => {
    const value = params[key];
    if (value === undefined) throw new Error(`${handler.operation.id} needs the path parameter ${key}.`);
    return encodeURIComponent(value);
  });
  const url = new URL(path, "http://127.0.0.1:3000");
  for (const [key, value] of Object.entries(query)) url.searchParams.set(key, String(value));
  return url;
}

function headersOf({ token, cookie, body, headers }: Call): Record<string, string> {
  return {
    ...(body === undefined ? {} : { "content-type": "application/json" }),
    ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    ...(cookie === undefined ? {} : { cookie, "sec-fetch-site": "same-origin" }),
    ...headers,
  };
}
