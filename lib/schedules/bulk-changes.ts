import { deleteConnector } from "#lib/connectors/delete.ts";
import type { Context } from "#lib/context.ts";
import { startRun } from "#lib/runs/start.ts";
import type { BulkAction, BulkInput } from "./bulk-schemas.ts";
import type { ScheduleRecord } from "./internal.ts";
import { pauseSchedule } from "./pause.ts";
import { reschedule } from "./reschedule.ts";
import { resumeSchedule } from "./resume.ts";

type Change = {
  /** null: it is gone. */
  after: ScheduleRecord | null;
  runId?: string;
  /** Why nothing had to change. */
  unchanged?: string;
};

/** What each action does to one connector, whose schedule is locked: the verbs that the other doors use. */
export const changes: Record<
  BulkAction,
  (ctx: Context, before: ScheduleRecord, input: BulkInput) => Promise<Change>
> = {
  async pause(ctx, { connector_id: connectorId, version }, { reason }) {
    const after = await pauseSchedule(ctx, { connectorId, reason });
    return after.version === version ? { after, unchanged: "It is paused already." } : { after };
  },
  async resume(ctx, { connector_id: connectorId, version }) {
    const after = await resumeSchedule(ctx, { connectorId });
    return after.version === version ? { after, unchanged: "It isn't paused." } : { after };
  },
  async reschedule(ctx, { connector_id: connectorId }, input) {
    const { scheduler_type, timezone, missed } = input;
    const own = input.schedules?.find((schedule) => schedule.connector_id === connectorId);
    const scheduler_value = own?.scheduler_value ?? input.scheduler_value;
    return {
      after: await reschedule(ctx, { connectorId, scheduler_type, scheduler_value, timezone, missed }),
    };
  },
  async run_now(ctx, before) {
    const run = await startRun(ctx, { connectorId: before.connector_id });
    return { after: before, runId: run.id };
  },
  async delete(ctx, { connector_id: connectorId }, { dry_run: isDryRun }) {
    // Nothing refuses it; deleting a million documents only to take it back would hold everybody up.
    if (!isDryRun) await deleteConnector(ctx, { connectorId, ifMatch: null });
    return { after: null };
  },
};
