import { assertAllowed, type Context, withTransaction } from "#lib/context.ts";
import { candidatesOf } from "./candidates.ts";
import { type Evidence, readEvidence } from "./evidence.ts";
import { judge } from "./judge.ts";
import { type ExplainQuery, type Explanation, type Finding, findingSchema, type Reason } from "./schemas.ts";
import { sentenceOf } from "./words.ts";

const toldAtMost = 20;

/** What says least comes last: that another site isn't this one tells somebody only when nothing else does. */
const unlikely: readonly Reason[] = ["other_site", "not_of_this_source", "no_such_file"];
const ranks: readonly Reason[] = ["stored", "removed", "failed", "skipped", "deleted", "known_unread"];

/**
 * Tells why an item is, or isn't, here: from documents, the ledger of runs, the crawl's frontier and the settings of
 * every connector, or of one. Asks no source.
 */
export async function explainItem(ctx: Context, query: ExplainQuery): Promise<Explanation> {
  assertAllowed(ctx, "documents.read");
  const candidates = candidatesOf(query.item);
  const evidence = await withTransaction(ctx, (trx) => readEvidence(ctx, trx, { ...candidates, query }));
  const findings = evidence.map((one) => findingOf(one, query.item)).sort((a, b) => rankOf(a) - rankOf(b));
  const likely = findings.filter(({ reason }) => !unlikely.includes(reason));
  return {
    asked: query.item,
    found: findings.some(({ reason, in_collection: isIn }) => reason === "stored" && isIn !== false),
    findings: (likely.length > 0 ? likely : findings).slice(0, toldAtMost),
  };
}

function findingOf(evidence: Evidence, item: string): Finding {
  const { reason, detail, runId, at } = judge(evidence, item);
  return findingSchema.parse({
    connector_id: evidence.connectorId,
    connector_name: evidence.name,
    connector_type: evidence.type,
    reason,
    message: sentenceOf(reason, detail),
    detail,
    document_id: evidence.documentId,
    run_id: runId,
    at: at?.toISOString() ?? null,
    in_collection: evidence.inCollection,
  });
}

function rankOf({ reason, in_collection: isIn }: Finding): number {
  const rank = ranks.indexOf(reason);
  return (rank === -1 ? ranks.length : rank) * 2 + (isIn === false ? 1 : 0);
}
