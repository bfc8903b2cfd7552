import { nextInstant, type Schedule } from "./next.ts";

export type ScheduleState = "active" | "waiting_for_collection" | "paused" | "done";

/** How a schedule begins, or begins anew: its state, and the instant its first occurrence is planned for, if any. */
export function firstState(schedule: Schedule, now: Date): { state: ScheduleState; nextRunAt: Date | null } {
  if (schedule.type === "imed") return { state: "waiting_for_collection", nextRunAt: null };
  // An instant that passed while it was paused is still planned: the dispatcher decides what being late means.
  if (schedule.type === "when") return { state: "active", nextRunAt: new Date(schedule.value) };
  const nextRunAt = nextInstant(schedule, now);
  return nextRunAt ? { state: "active", nextRunAt } : { state: "done", nextRunAt: null };
}
