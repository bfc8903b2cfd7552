import { setTimeout as wait } from "node:timers/promises";
import { z } from "zod";
import { databaseNow } from "#lib/clock.ts";
import { SourceError } from "#lib/connectors/source.ts";
import type { FetchOptions, FetchResponse, GuardedFetch } from "#lib/net/fetch.ts";
import { FetchError } from "#lib/net/fetch-error.ts";
import { parseRetryAfter } from "#lib/net/retry-after.ts";
import { type Explanation, VendorError, type VendorFailure } from "./vendor-error.ts";

export type VendorRequest = Pick<FetchOptions, "maxBytes" | "maxRedirects" | "totalTimeoutMs"> & {
  url: string | URL;
  method?: string;
  /** Added to the address; what is undefined is left out. */
  query?: Record<string, string | number | boolean | undefined>;
  headers?: Record<string, string>;
  /** Sent as JSON. */
  json?: unknown;
  /** Sent as a form. */
  form?: Record<string, string>;
  /** Without credentials: for links that carry their own. */
  anonymous?: boolean;
};

export type VendorClientOptions = {
  /** As people call it: “Jira”. */
  vendor: string;
  fetch: GuardedFetch;
  signal: AbortSignal;
  /**
   * The headers that say who asks, for this address (none for a host that isn't the vendor's).
   * @param renew after a 401: what was handed out last is refused
   */
  authorize?: (url: URL, renew: boolean) => Promise<Record<string, string>>;
  /** Sent with every request. */
  headers?: Record<string, string>;
  /** Reads the vendor's error body; undefined when it says nothing that its status doesn't. */
  explain?: (failure: VendorFailure) => Explanation | undefined;
  now?: () => Date;
  /** Requests at a time. */
  concurrency?: number;
};

/** Asks a vendor's API politely. It throws SourceErrors, the caller's abort, and for a body past `maxBytes` a FetchError. */
export type VendorClient = {
  /** The answer's JSON, parsed. @throws VendorError for any other status than 2xx */
  json: <T>(request: VendorRequest, schema: z.ZodType<T>) => Promise<T>;
  /** An answer (2xx) whose body the caller reads. @throws VendorError for any other status */
  open: (request: VendorRequest) => Promise<FetchResponse>;
  /** Requests at a time from now on: a share of what the vendor allows. */
  concurrency: number;
};

/** Pauses before a request is sent again when its connection broke, or the vendor stumbled. */
const retriesMs = [150, 500];
/** Without a Retry-After a vendor that says “too many requests” is left alone for this long. */
const defaultPauseMs = 60_000;
const errorBodyBytes = 65_536;

/** What was cut off, or isn't JSON: the vendor, or something on the way, stumbled. */
class BrokenAnswer extends Error {}

/** Whether a client gave up because an answer was cut off, or wasn't JSON, each time. */
export function isBrokenAnswer(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return (
    error.cause instanceof BrokenAnswer ||
    (error.cause instanceof FetchError && error.cause.kind === "network")
  );
}

/**
 * A client for one vendor and one set of credentials. A vendor that asks to come back later is obeyed by ending the
 * run until then; short stumbles (a broken connection, 5xx, a body that was cut off) are tried again here.
 */
export function createVendorClient(options: VendorClientOptions): VendorClient {
  const { vendor, signal, now = databaseNow } = options;
  const queue = createTurns(options.concurrency ?? 4);

  async function send(request: VendorRequest, renew: boolean): Promise<FetchResponse> {
    const url = addressOf(request);
    const authorization = request.anonymous ? {} : await options.authorize?.(url, renew);
    const method =
      request.method ?? (request.json === undefined && request.form === undefined ? "GET" : "POST");
    const { maxBytes, maxRedirects, totalTimeoutMs } = request;
    const answer = await options.fetch(url, {
      maxBytes,
      maxRedirects,
      totalTimeoutMs,
      method,
      signal,
      ...bodyOf(request),
      headers: {
        accept: "application/json",
        ...options.headers,
        ...bodyHeaders(request),
        ...request.headers,
        ...authorization,
      },
    });
    if (answer.status >= 200 && answer.status < 300) return answer;
    throw failureError(await failureOf(method, answer));
  }

  function failureError(failure: VendorFailure): VendorError {
    const asked = parseRetryAfter(failure.headers["retry-after"], now());
    const limited = failure.status === 429 || (failure.status === 503 && asked !== undefined);
    const explained = options.explain?.(failure);
    if (limited || explained?.kind === "rate_limited") {
      const retryAt = asked ?? explained?.retryAt ?? new Date(now().getTime() + defaultPauseMs);
      const message = `${vendor} asks to come back later.`;
      return new VendorError(failure, { message, ...explained, kind: "rate_limited", retryAt });
    }
    return new VendorError(failure, explained ?? { message: plainMessage(vendor, failure) });
  }

  /** Sends it until it is answered, for better or worse, and reads the answer as `read` does. */
  async function persist<T>(request: VendorRequest, read: (answer: FetchResponse) => Promise<T>): Promise<T> {
    let renew = false;
    for (let failures = 0; ; ) {
      try {
        return await queue.take(async () => read(await send(request, renew)), signal);
      } catch (error) {
        signal.throwIfAborted();
        const isRefused = error instanceof VendorError && error.status === 401;
        if (isRefused && !renew && options.authorize && !request.anonymous) {
          renew = true;
          continue;
        }
        const pauseMs = retriesMs[failures++];
        if (pauseMs === undefined || !isStumble(error)) throw asSourceError(vendor, error);
        await wait(pauseMs, undefined, { signal });
      }
    }
  }

  return {
    json: (request, schema) =>
      persist(request, async (answer) => parseAnswer(vendor, schema, await jsonOf(answer))),
    open: (request) => persist(request, async (answer) => answer),
    get concurrency() {
      return queue.atOnce;
    },
    set concurrency(atOnce) {
      queue.atOnce = atOnce;
    },
  };
}

function addressOf({ url, query = {} }: VendorRequest): URL {
  const address = new URL(url);
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined) address.searchParams.set(name, String(value));
  }
  return address;
}

function bodyOf({ json, form }: VendorRequest): { body?: string } {
  if (json !== undefined) return { body: JSON.stringify(json) };
  return form ? { body: new URLSearchParams(form).toString() } : {};
}

function bodyHeaders({ json, form }: VendorRequest): Record<string, string> {
  if (json !== undefined) return { "content-type": "application/json" };
  return form ? { "content-type": "application/x-www-form-urlencoded" } : {};
}

async function failureOf(method: string, answer: FetchResponse): Promise<VendorFailure> {
  const { origin, pathname } = new URL(answer.url);
  const text = await firstText(answer);
  const url = origin + pathname;
  return { method, url, status: answer.status, headers: answer.headers, body: parsed(text) ?? text };
}

/** The vendor's words, as far as they came; that they were cut off changes nothing. */
async function firstText(answer: FetchResponse): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  try {
    for await (const chunk of answer.body) {
      text += decoder.decode(chunk, { stream: true });
      if (text.length > errorBodyBytes) break;
    }
  } catch (error) {
    if (!(error instanceof FetchError)) throw error;
  }
  return text.slice(0, errorBodyBytes);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

async function jsonOf(answer: FetchResponse): Promise<unknown> {
  const text = (await answer.bytes()).toString("utf8");
  const value = parsed(text);
  if (value === undefined) throw new BrokenAnswer("The answer broke off, or isn't JSON.");
  return value;
}

function parseAnswer<T>(vendor: string, schema: z.ZodType<T>, value: unknown): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const message = `${vendor} answered in a form that this release doesn't know: ${z.prettifyError(result.error).slice(0, 300)}`;
  throw new SourceError("unavailable", message, { cause: result.error });
}

function isStumble(error: unknown): boolean {
  if (error instanceof BrokenAnswer) return true;
  if (error instanceof VendorError) return error.kind === "unavailable";
  return error instanceof FetchError && !["blocked", "too_large", "redirects"].includes(error.kind);
}

function asSourceError(vendor: string, error: unknown): unknown {
  if (error instanceof BrokenAnswer) {
    return new SourceError("unavailable", `${vendor} can't be read: ${error.message}`, { cause: error });
  }
  if (!(error instanceof FetchError)) return error;
  const kind = error.kind === "blocked" || error.kind === "redirects" ? "misconfigured" : "unavailable";
  return error.kind === "too_large"
    ? error
    : new SourceError(kind, `${vendor} can't be reached. ${error.message}`, { cause: error });
}

function plainMessage(vendor: string, { status, method, url }: VendorFailure): string {
  const say: Record<number, string> = {
    401: `${vendor} refuses the credentials (401). Replace them.`,
    403: `${vendor} doesn't let this account read it (403).`,
    404: `${vendor} has nothing there, or doesn't show it to this account (404).`,
    410: `${vendor} says it is gone (410).`,
  };
  return say[status] ?? `${vendor} answered ${status} to ${method} ${url}.`;
}

/** Lets so many pieces of work go on at a time, the others in the order they came. */
function createTurns(atOnce: number) {
  const waiting: (() => void)[] = [];
  let busy = 0;
  const turns = {
    atOnce,
    async take<T>(work: () => Promise<T>, signal: AbortSignal): Promise<T> {
      while (busy >= turns.atOnce) await new Promise<void>((resolve) => waiting.push(resolve));
      busy++;
      try {
        signal.throwIfAborted();
        return await work();
      } finally {
        busy--;
        for (let free = turns.atOnce - busy; free > 0; free--) waiting.shift()?.();
      }
    },
  };
  return turns;
}
