import { assertAllowed, type Context, withTransaction } from "#lib/context.ts";
import { assertFresh } from "#lib/http/etag.ts";
import { lockSchedule } from "./internal.ts";
import { getSchedule } from "./list.ts";
import type { ListedSchedule } from "./listed.ts";
import { pauseSchedule } from "./pause.ts";
import { reschedule } from "./reschedule.ts";
import { resumeSchedule } from "./resume.ts";
import type { SchedulePatch } from "./schemas.ts";

export type PatchInput = SchedulePatch & { connectorId: string; ifMatch: string | null };

/**
 * Reschedules, pauses or resumes, all of what is asked in one transaction; answers the schedule as it is then.
 * @throws AppError `stale` when it changed since `ifMatch`
 */
export function patchSchedule(
  ctx: Context,
  { connectorId, ifMatch, state, pause_reason: reason, ...timing }: PatchInput,
): Promise<{ schedule: ListedSchedule; version: number }> {
  assertAllowed(ctx, "schedules.write");
  return withTransaction(ctx, async (trx) => {
    const joined = { ...ctx, trx };
    assertFresh(ifMatch, (await lockSchedule(joined, trx, connectorId)).version);
    if (Object.keys(timing).length > 0) await reschedule(joined, { connectorId, ...timing });
    if (state === "paused") await pauseSchedule(joined, { connectorId, reason });
    if (state === "active") await resumeSchedule(joined, { connectorId });
    return getSchedule(joined, { connectorId });
  });
}
