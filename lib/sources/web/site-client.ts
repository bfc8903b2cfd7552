import type { FetchResponse, GuardedFetch } from "#lib/net/fetch.ts";
import { parseRetryAfter } from "#lib/net/retry-after.ts";
import { allowAll, parseRobots, type Robots, robotsMaxBytes } from "./robots.ts";

/** The name that robots.txt addresses this crawler by. */
export const productToken = "Tributary";
const userAgent = `Mozilla/5.0 (compatible; ${productToken}/1.0)`;
const accept = "text/html,application/xhtml+xml,text/plain;q=0.9,application/pdf;q=0.9,*/*;q=0.5";

/** Without a Retry-After a site that says “too many requests” is left alone for this long. */
const defaultPauseMs = 60_000;

export type RequestOptions = {
  headers?: Record<string, string>;
  maxBytes?: number;
  maxRedirects?: number;
  totalTimeoutMs?: number;
};

/** Asks one site politely, with its credentials on the start page's origin and nowhere else. */
export type SiteClient = {
  get: (url: string, options?: RequestOptions) => Promise<FetchResponse>;
  /** The robots.txt of an address's origin, asked for once. */
  robots: (url: string) => Promise<RobotsAnswer>;
};

/** `limited` and `unreachable` forbid everything for now (RFC 9309 §2.3.1.4). */
export type RobotsAnswer =
  | { kind: "rules"; robots: Robots; found: boolean }
  | { kind: "limited"; retryAt: Date }
  | { kind: "unreachable"; reason: string };

export type SiteClientOptions = {
  fetch: GuardedFetch;
  signal: AbortSignal;
  /** The origin that the credentials are for. */
  origin: string;
  credentials: Record<string, string>;
  respectRobots: boolean;
  now: () => Date;
};

export function createSiteClient(options: SiteClientOptions): SiteClient {
  const known = new Map<string, Promise<RobotsAnswer>>();
  const get: SiteClient["get"] = (url, request = {}) => {
    const secrets = new URL(url).origin === options.origin ? options.credentials : {};
    const headers = { "user-agent": userAgent, accept, ...request.headers, ...secrets };
    return options.fetch(url, { ...request, headers, signal: options.signal });
  };
  return {
    get,
    robots(url) {
      const { origin } = new URL(url);
      const rules = known.get(origin) ?? readRobots(get, origin, options);
      known.set(origin, rules);
      return rules;
    },
  };
}

/** Seconds that the robots.txt of a site asks for between two requests; 0 when it doesn't. */
export async function crawlDelayS(url: string, client: SiteClient): Promise<number> {
  const answer = await client.robots(url);
  return answer.kind === "rules" ? (answer.robots.crawlDelayS ?? 0) : 0;
}

async function readRobots(
  get: SiteClient["get"],
  origin: string,
  { respectRobots, now, signal }: SiteClientOptions,
): Promise<RobotsAnswer> {
  if (!respectRobots) return { kind: "rules", robots: allowAll, found: false };
  try {
    const answer = await get(`${origin}/robots.txt`, { maxRedirects: 5 });
    const limited = retryInstant(answer, now());
    if (!limited && answer.status >= 200 && answer.status < 300) {
      const robots = parseRobots(await firstBytes(answer, robotsMaxBytes), productToken);
      return { kind: "rules", robots, found: true };
    }
    await answer.discard();
    if (limited) return { kind: "limited", retryAt: limited };
    if (answer.status >= 400 && answer.status < 500) return { kind: "rules", robots: allowAll, found: false };
    return { kind: "unreachable", reason: `it answered ${answer.status}` };
  } catch (error) {
    if (signal.aborted) throw error;
    return { kind: "unreachable", reason: error instanceof Error ? error.message : String(error) };
  }
}

async function firstBytes(answer: FetchResponse, limit: number): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  let size = 0;
  for await (const chunk of answer.body) {
    text += decoder.decode(chunk.subarray(0, limit - size), { stream: true });
    size += chunk.length;
    if (size >= limit) break;
  }
  return text;
}

/** When to come back, for an answer that asks to be left alone; undefined for any other. */
export function retryInstant(answer: FetchResponse, now: Date): Date | undefined {
  const asked = parseRetryAfter(answer.headers["retry-after"], now);
  if (answer.status === 429) return asked ?? new Date(now.getTime() + defaultPauseMs);
  return answer.status === 503 ? asked : undefined;
}
