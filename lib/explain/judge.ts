import type { Evidence } from "./evidence.ts";
import type { Reason } from "./schemas.ts";
import { outOfScope } from "./scope.ts";

export type Judgement = {
  reason: Reason;
  detail: string | null;
  runId: string | null;
  at: Date | null;
};

/**
 * Why an item is, or isn't, among a connector's documents: the strongest of what is known. A document says most, then
 * what a run said of the item, then the settings, then what the runs were like.
 */
export function judge(evidence: Evidence, item: string): Judgement {
  return documentSays(evidence) ?? runSays(evidence) ?? settingsSay(evidence, item) ?? runsSay(evidence);
}

function documentSays({ documentId, removedAt, removedReason, documentAt }: Evidence): Judgement | undefined {
  if (documentId === null) return undefined;
  return removedAt === null
    ? { reason: "stored", detail: null, runId: null, at: documentAt }
    : { reason: "removed", detail: removedReason, runId: null, at: removedAt };
}

function runSays({ outcome, itemReason, itemRunId, itemAt }: Evidence): Judgement | undefined {
  if (outcome !== "failed" && outcome !== "skipped" && outcome !== "deleted") return undefined;
  return { reason: outcome, detail: itemReason, runId: itemRunId, at: itemAt };
}

function settingsSay({ type, slots }: Evidence, item: string): Judgement | undefined {
  const problem = outOfScope(type, slots, item);
  return problem && { ...problem, runId: null, at: null };
}

function runsSay(evidence: Evidence): Judgement {
  const { activeRunId, lastRunId, lastState, lastReason, lastAt } = evidence;
  const none = { detail: null, runId: null, at: null };
  if (activeRunId !== null) {
    return { ...none, reason: evidence.isKnownPage ? "known_unread" : "running", runId: activeRunId };
  }
  if (lastRunId === null) return { ...none, reason: "never_run" };
  const last = { detail: null, runId: lastRunId, at: lastAt };
  if (lastState === "failed") return { ...last, reason: "last_run_failed", detail: lastReason };
  if (evidence.isKnownPage) return { ...last, reason: "known_unread" };
  if (evidence.type === "web_scraper") return { ...last, reason: "not_found_by_links" };
  return { ...last, reason: evidence.type === "upload" ? "no_such_file" : "not_found_by_listing" };
}
