import type { ActiveRun } from "./active-run.ts";

/** How long a run reads on while others wait for a worker; its checkpoint makes stopping cheap. */
const sliceMs = 10 * 60_000;
/** How long, when its workspace has more than its share of this worker and another workspace waits. */
const shortSliceMs = 60_000;

export type TiredRun = { run: ActiveRun; waitingOtherThan: string | null };

/** Runs that one workspace may have in a worker while others wait: half of its places, rounded up. */
export function shareOf(places: number): number {
  return Math.ceil(places / 2);
}

/** Workspaces that have their share of this worker already. */
export function workspacesAtShare(active: readonly ActiveRun[], places: number): string[] {
  return [...countByWorkspace(active)]
    .filter(([, count]) => count >= shareOf(places))
    .map(([workspaceId]) => workspaceId);
}

/**
 * Runs that make room if somebody waits. For each, the workspace whose own waiting runs don't count, or null: a
 * workspace beyond its share makes room for others soon; any run does after a slice.
 */
export function tiredRuns(active: readonly ActiveRun[], places: number, now = performance.now()): TiredRun[] {
  const counts = countByWorkspace(active);
  return active.flatMap((run): TiredRun[] => {
    const { workspaceId } = run.claimed;
    const heldMs = now - run.takenAt;
    if (run.stopped || heldMs < shortSliceMs) return [];
    if (heldMs >= sliceMs) return [{ run, waitingOtherThan: null }];
    return (counts.get(workspaceId) ?? 0) > shareOf(places) ? [{ run, waitingOtherThan: workspaceId }] : [];
  });
}

function countByWorkspace(active: readonly ActiveRun[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { claimed } of active) {
    counts.set(claimed.workspaceId, (counts.get(claimed.workspaceId) ?? 0) + 1);
  }
  return counts;
}
