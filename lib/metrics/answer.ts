import { createHash, timingSafeEqual } from "node:crypto";
import { type Db, poolUse } from "#db/client.ts";
import { env } from "#lib/env.ts";
import { meters } from "./meters.ts";

export type MetricsOptions = {
  /** Whose pool is shown. */
  db: Db;
  /** Brings other gauges up to date before they are read. */
  refresh?: () => Promise<void>;
};

/**
 * What a scraper gets: 404 while METRICS_TOKEN isn't set, 401 without it, else this process's meters as text.
 * @param authorization the request's header
 */
export async function answerMetrics(
  authorization: string | null,
  { db, refresh }: MetricsOptions,
): Promise<Response> {
  const { METRICS_TOKEN: token } = env();
  if (token === undefined) return text(404, "Metrics are off. Set METRICS_TOKEN to turn them on.\n");
  if (!isSame(authorization ?? "", `Bearer ${token}`)) {
    return text(401, "Send METRICS_TOKEN as “Authorization: Bearer …”.\n", { "www-authenticate": "Bearer" });
  }
  await refresh?.();
  const { registry, pool } = meters();
  for (const [state, count] of Object.entries(poolUse(db))) pool.set({ state }, count);
  return text(200, await registry.metrics(), { "content-type": registry.contentType });
}

/** Compared by their hashes: neither content nor length shows in the time that it takes. */
function isSame(given: string, wanted: string): boolean {
  const hash = (value: string) => createHash("sha256").update(value).digest();
  return timingSafeEqual(hash(given), hash(wanted));
}

function text(status: number, body: string, headers: Record<string, string> = {}): Response {
  return new Response(body, {
    status,
    headers: { "content-type": "text/plain; charset=utf-8", "cache-control": "no-store", ...headers },
  });
}
