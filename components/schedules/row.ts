import type { State } from "#components/ui/state-badge.tsx";
import type { ConnectorType } from "#lib/connectors/slots.ts";

export type RunState =
  | "queued"
  | "running"
  | "succeeded"
  | "partial"
  | "failed"
  | "cancelled"
  | "skipped"
  | "interrupted";

/** A run as a strip shows it. */
export type RunMark = {
  id: string;
  href: string;
  state: RunState;
  reason: string | null;
  /** Planned for, when a schedule asked for it. */
  plannedAt: string | null;
  createdAt: string;
  startedAt: string | null;
  finishedAt: string | null;
  durationMs: number | null;
  counters: Partial<Record<"added" | "updated" | "unchanged" | "deleted" | "skipped" | "failed", number>>;
};

/** A connector with its schedule, as the boards show it. */
export type ScheduleRow = {
  id: string;
  href: string;
  name: string;
  type: ConnectorType;
  kind: "imed" | "cron" | "when";
  /** The schedule in words. */
  words: string;
  /** A cron expression, or an instant. */
  value: string | null;
  timeZone: string;
  missed: "run_once" | "skip";
  state: Extract<State, "active" | "waiting_for_collection" | "paused" | "done">;
  conditions: ("running" | "late" | "failing" | "needs_credentials")[];
  failures: number;
  latenessS: number;
  nextRunAt: string | null;
  pause: { at: string; by: string | null; reason: string | null } | null;
  /** The newest first. */
  runs: RunMark[];
  lastSuccessAt: string | null;
  usualMs: number | null;
  documents: number;
  documentsChangedAt: string | null;
  collections: { id: string; name: string; href: string }[];
  owner: { id: string; name: string } | null;
};
