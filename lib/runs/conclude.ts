import type { PgBoss } from "pg-boss";
import type { Db } from "#db/client.ts";
import { isTransientError } from "#db/errors.ts";
import { SourceError } from "#lib/connectors/source.ts";
import { RunStopped } from "./active-run.ts";
import { type Ending, type EndState, endLeasedRun } from "./end-run.ts";
import { giveBack, type Return } from "./give-back.ts";
import { type LeasedRun, LostLease } from "./lease.ts";

/** What becomes of a run when reading ended, one way or another. */
export type Verdict =
  | { kind: "finished" }
  | { kind: "cancelled" }
  | { kind: "failed"; reason: string; needsCredentials?: boolean; cause?: unknown }
  | { kind: "give_back" }
  | { kind: "rate_limited"; reason: string; retryAt: Date | undefined }
  | { kind: "outage"; reason: string }
  /** It is another worker's, or nobody's: nothing may be written. */
  | { kind: "lost" };

const ourFault =
  "Something went wrong on our side while this was read. The log has the details under this run's id.";
const defaultRetryMs = 60_000;

/** What an error that ended reading means for the run: the class of a SourceError is the retry policy. */
export function verdictOf(error: unknown): Verdict {
  if (error instanceof LostLease) return { kind: "lost" };
  if (error instanceof RunStopped) return verdictOfStop(error);
  if (error instanceof SourceError) return verdictOfSource(error);
  if (isTransientError(error)) {
    return { kind: "outage", reason: "The database or the network failed for a moment." };
  }
  return { kind: "failed", reason: ourFault, cause: error };
}

function verdictOfStop({ kind }: RunStopped): Verdict {
  switch (kind) {
    case "cancelled":
      return { kind: "cancelled" };
    case "lost":
      return { kind: "lost" };
    case "draining":
    case "slice":
      return { kind: "give_back" };
  }
}

function verdictOfSource({ kind, message, retryAt }: SourceError): Verdict {
  switch (kind) {
    case "rate_limited":
      return { kind: "rate_limited", reason: message, retryAt };
    case "unavailable":
      return { kind: "outage", reason: message };
    case "credentials":
      return { kind: "failed", reason: message, needsCredentials: true };
    case "misconfigured":
      return { kind: "failed", reason: message };
  }
}

export type Conclusion = EndState | "queued" | "lost";

/** Ends a run or gives it back. @throws LostLease when it isn't this worker's any more */
export async function conclude(
  { db, boss, now }: { db: Db; boss: PgBoss; now: () => Date },
  run: LeasedRun,
  verdict: Verdict,
): Promise<Conclusion> {
  switch (verdict.kind) {
    case "lost":
      return "lost";
    case "finished":
    case "cancelled":
    case "failed":
      return endLeasedRun(db, boss, run, verdict);
    case "give_back":
      return back({ kind: "next_turn" }, { kind: "cancelled" });
    case "rate_limited": {
      const notBefore = verdict.retryAt ?? new Date(now().getTime() + defaultRetryMs);
      return back({ ...verdict, notBefore }, { kind: "cancelled" });
    }
    case "outage":
      return back({ ...verdict, now: now() }, { kind: "failed", reason: verdict.reason });
  }

  async function back(how: Return, orElse: Ending): Promise<Conclusion> {
    const returned = await giveBack(db, boss, run, how);
    if (returned.kind === "queued") return "queued";
    return endLeasedRun(db, boss, run, returned.kind === "cancel_requested" ? { kind: "cancelled" } : orElse);
  }
}
