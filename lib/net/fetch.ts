import type { Readable } from "node:stream";
import { type Dispatcher, request } from "undici";
import { acceptEncoding, decodeBody } from "./decode-body.ts";
import { FetchError } from "./fetch-error.ts";
import { createGuard, type GuardOptions } from "./guard.ts";
import { toFetchError } from "./to-fetch-error.ts";

export type FetchOptions = {
  method?: string;
  headers?: Record<string, string>;
  body?: string | Uint8Array;
  signal?: AbortSignal;
  /** Decoded bytes of the body at most; 10 MB unless told. */
  maxBytes?: number;
  /** Redirects followed at most, 10 unless told; with 0 a redirect is an answer like any other. */
  maxRedirects?: number;
  /** Until the headers of an answer, and between two pieces of its body. */
  responseTimeoutMs?: number;
  /** For everything, redirects and body included. */
  totalTimeoutMs?: number;
};

export type Redirect = { status: number; from: string; to: string };

export type FetchResponse = {
  /** The address that answered in the end. */
  url: string;
  status: number;
  /** Names in lower case; repeated headers joined by a comma. */
  headers: Record<string, string | undefined>;
  redirects: Redirect[];
  /** The decoded body, once; ends with a FetchError past `maxBytes` or the time allowed. */
  body: AsyncIterable<Uint8Array>;
  /** The whole decoded body. */
  bytes: () => Promise<Buffer>;
  /** Allows so much time from now on, for a body that turns out to be a large file. */
  extendTime: (totalTimeoutMs: number) => void;
  /** Gives the connection back without reading the body. */
  discard: () => Promise<void>;
};

export type GuardedFetch = (url: string | URL, options?: FetchOptions) => Promise<FetchResponse>;

const redirectStatus = new Set([301, 302, 303, 307, 308]);
/** What may follow a redirect to another origin. All else may be a secret, whatever it is called. */
const harmlessHeaders =
  /^(accept|accept-language|user-agent|range|if-(none-match|modified-since|range|match))$/i;

/**
 * A fetch that reaches public addresses only (SECURITY §2): judges every hop anew, follows redirects by itself, sends
 * nothing but harmless headers to another origin, and counts bytes after decompression while they stream.
 * All errors are FetchErrors, except the caller's own abort, which is thrown as its reason.
 */
export function createGuardedFetch(
  options: GuardOptions = {},
): GuardedFetch & { close: () => Promise<void> } {
  const guard = createGuard(options);
  const guardedFetch: GuardedFetch = async (url, fetchOptions = {}) => {
    const watch = watchTime(fetchOptions);
    try {
      return await followed(guard, parsed(url), fetchOptions, watch);
    } catch (error) {
      watch.end();
      throw watch.explain(error);
    }
  };
  return Object.assign(guardedFetch, { close: () => guard.agent.destroy() });
}

function parsed(url: string | URL, base?: string): URL {
  const result = URL.parse(url, base);
  if (!result) throw new FetchError("blocked", `“${String(url).slice(0, 200)}” is not a web address.`);
  return result;
}

type Guard = ReturnType<typeof createGuard>;

async function followed(
  guard: Guard,
  first: URL,
  options: FetchOptions,
  watch: Watch,
): Promise<FetchResponse> {
  const redirects: Redirect[] = [];
  let url = first;
  let sent: Sent = { method: options.method ?? "GET", headers: options.headers ?? {}, body: options.body };
  for (;;) {
    guard.judge(url);
    const answer = await send(guard, url, sent, options, watch);
    const location = redirectStatus.has(answer.statusCode) ? flat(answer.headers.location) : undefined;
    if (location === undefined || options.maxRedirects === 0)
      return respond(url, answer, redirects, options, watch);
    await discard(answer.body);
    if (redirects.length >= (options.maxRedirects ?? 10)) {
      throw new FetchError("redirects", `${first.href} redirects more than ${redirects.length} times.`);
    }
    const next = parsed(location, url.href);
    redirects.push({ status: answer.statusCode, from: url.href, to: next.href });
    sent = sentAfterRedirect(sent, answer.statusCode, url.origin === next.origin);
    url = next;
  }
}

type Sent = { method: string; headers: Record<string, string>; body: string | Uint8Array | undefined };

function sentAfterRedirect(sent: Sent, status: number, sameOrigin: boolean): Sent {
  const becomesGet = status === 303 ? sent.method !== "HEAD" : status < 303 && sent.method === "POST";
  const kept = becomesGet ? { ...sent, method: "GET", body: undefined } : sent;
  if (sameOrigin) return kept;
  if (kept.body !== undefined) {
    throw new FetchError(
      "redirects",
      "A request with a body was redirected to another site; it isn't sent there.",
    );
  }
  return {
    ...kept,
    headers: Object.fromEntries(Object.entries(kept.headers).filter(([name]) => harmlessHeaders.test(name))),
  };
}

function send(
  guard: Guard,
  url: URL,
  sent: Sent,
  options: FetchOptions,
  watch: Watch,
): Promise<Dispatcher.ResponseData> {
  const timeout = options.responseTimeoutMs ?? 30_000;
  return request(url, {
    dispatcher: guard.agent,
    method: sent.method as Dispatcher.HttpMethod,
    headers: { "accept-encoding": acceptEncoding, ...sent.headers },
    body: sent.body ?? null,
    signal: watch.signal,
    headersTimeout: timeout,
    bodyTimeout: timeout,
  });
}

function respond(
  url: URL,
  answer: Dispatcher.ResponseData,
  redirects: Redirect[],
  options: FetchOptions,
  watch: Watch,
): FetchResponse {
  const maxBytes = options.maxBytes ?? 10_000_000;
  const headers = Object.fromEntries(
    Object.entries(answer.headers).map(([name, value]) => [name, flat(value)]),
  );
  const chunks = () => counted(answer.body, headers, maxBytes, watch);
  return {
    url: url.href,
    status: answer.statusCode,
    headers,
    redirects,
    body: { [Symbol.asyncIterator]: chunks },
    bytes: async () => {
      const all: Uint8Array[] = [];
      for await (const chunk of chunks()) all.push(chunk);
      return Buffer.concat(all);
    },
    extendTime: watch.restart,
    discard: async () => {
      await discard(answer.body);
      watch.end();
    },
  };
}

async function* counted(
  body: Readable,
  headers: Record<string, string | undefined>,
  maxBytes: number,
  watch: Watch,
): AsyncGenerator<Uint8Array, void, undefined> {
  let size = 0;
  try {
    const declared = headers["content-encoding"] === undefined ? Number(headers["content-length"] ?? 0) : 0;
    if (declared > maxBytes) throw tooLarge(maxBytes);
    for await (const chunk of decodeBody(body, headers["content-encoding"])) {
      size += chunk.length;
      if (size > maxBytes) throw tooLarge(maxBytes);
      yield chunk;
    }
  } catch (error) {
    throw watch.explain(error);
  } finally {
    watch.end();
    body.on("error", () => {}).destroy();
  }
}

function tooLarge(maxBytes: number): FetchError {
  return new FetchError("too_large", `The answer is larger than ${Math.round(maxBytes / 1_000_000)} MB.`);
}

/** A short rest is read so that the connection can be used again, a long one is cut off. */
async function discard(body: Dispatcher.ResponseData["body"]): Promise<void> {
  await body.dump({ limit: 65_536 }).catch(() => {});
}

function flat(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value.join(", ") : value;
}

type Watch = {
  signal: AbortSignal;
  restart: (totalTimeoutMs: number) => void;
  end: () => void;
  explain: (error: unknown) => unknown;
};

/** One signal for the caller's abort and the time allowed; `end` lets go of both. */
function watchTime({ signal, totalTimeoutMs = 30_000 }: FetchOptions): Watch {
  const controller = new AbortController();
  const onAbort = () => controller.abort(signal?.reason);
  if (signal?.aborted) onAbort();
  signal?.addEventListener("abort", onAbort, { once: true });
  const start = (allowedMs: number) =>
    setTimeout(() => {
      controller.abort(new FetchError("timeout", `No complete answer within ${allowedMs / 1000} s.`));
    }, allowedMs);
  let timer = start(totalTimeoutMs);
  return {
    signal: controller.signal,
    restart(allowedMs) {
      clearTimeout(timer);
      timer = start(allowedMs);
    },
    end() {
      clearTimeout(timer);
      signal?.removeEventListener("abort", onAbort);
    },
    explain: (error) => (controller.signal.aborted ? controller.signal.reason : toFetchError(error)),
  };
}
