import type { ClaimedRun } from "./claim.ts";
import type { Pulse } from "./lease.ts";

export type StopKind =
  /** Somebody asked for it. */
  | "cancelled"
  /** The worker ends. */
  | "draining"
  /** It had its time, and others wait. */
  | "slice"
  /** Another worker has it now. */
  | "lost";

/** Why reading ended early. */
export class RunStopped extends Error {
  override readonly name = "RunStopped";
  readonly kind: StopKind;

  constructor(kind: StopKind) {
    super(`The run was stopped: ${kind}.`);
    this.kind = kind;
  }
}

/** A run in this worker's hands: what it is at, and the way to stop it. */
export class ActiveRun {
  readonly claimed: ClaimedRun;
  /** When this worker took it, on the monotonic clock. */
  readonly takenAt = performance.now();
  private readonly controller = new AbortController();
  private at: { current?: string; total?: number; stage?: string } = {};

  constructor(claimed: ClaimedRun) {
    this.claimed = claimed;
  }

  get signal(): AbortSignal {
    return this.controller.signal;
  }

  /** The first reason counts, but a lease that is lost is lost. */
  stop(kind: StopKind): void {
    this.controller.abort(new RunStopped(kind));
  }

  get stopped(): RunStopped | undefined {
    return this.signal.aborted ? (this.signal.reason as RunStopped) : undefined;
  }

  progress(at: { current?: string; total?: number; stage?: string }): void {
    if (at.current !== undefined) this.at.current = at.current;
    if (at.total !== undefined) this.at.total = at.total;
    if (at.stage !== undefined) this.at.stage = at.stage;
  }

  pulse(): Pulse {
    const { workspaceId, runId, connectorId, leaseToken } = this.claimed;
    return {
      workspaceId,
      runId,
      connectorId,
      leaseToken,
      stage: this.at.stage ?? null,
      currentItem: this.at.current ?? null,
      total: this.at.total ?? null,
    };
  }
}
