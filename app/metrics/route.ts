import { env } from "#lib/env.ts";
import { answerMetrics } from "#lib/metrics/answer.ts";
import { type DatabaseGauges, databaseGauges } from "#lib/metrics/database-gauges.ts";
import { meters } from "#lib/metrics/meters.ts";
import { services } from "#lib/services.ts";

export const dynamic = "force-dynamic";

let gauges: DatabaseGauges | undefined;

/** What Prometheus reads: this process's meters, and what the database knows. Off without METRICS_TOKEN. */
export function GET(request: Request): Promise<Response> {
  const { db } = services();
  const refresh = async () => {
    gauges ??= databaseGauges(meters().registry, { db, stalest: env().METRICS_CONNECTORS });
    await gauges.refresh();
  };
  return answerMetrics(request.headers.get("authorization"), { db, refresh });
}
