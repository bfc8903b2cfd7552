import { services } from "#lib/services.ts";
import { readHealth } from "#lib/worker/health.ts";

const freshMs = 60_000;

export const dynamic = "force-dynamic";

/** Whether the whole product works: the database answers and takes writes, and a worker has lately given a sign of life. */
export async function GET(): Promise<Response> {
  const { db, now } = services();
  const health = await readHealth(db);
  const beatAt = health.worker_last_beat?.getTime() ?? 0;
  const isReady = health.database && health.read_only === false && now().getTime() - beatAt < freshMs;
  return Response.json({ ready: isReady, ...health }, { status: isReady ? 200 : 503 });
}
