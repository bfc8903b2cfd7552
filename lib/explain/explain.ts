import { assertAllowed, type Context, withTransaction } from "#lib/context.ts";
import { candidatesOf } from "./candidates.ts";
import { type Evidence, readEvidence } from "./evidence.ts";
import { judge } from "./judge.ts";
import { type ExplainQuery, type Explanation, type Finding, findingSchema, type Reason } from "./schemas.ts";
import { sentenceOf } from "./words.ts";

const toldAtMost = 20;

/** What was found of the item itself, the surest first. */
const sure: readonly Reason[] = ["stored", "removed", "failed", "skipped", "deleted", "known_unread"];
/** That another site isn't this one tells somebody only when nothing else does. */
const unlikely: readonly Reason[] = ["other_site", "not_of_this_source", "no_such_file"];

/**
 * Tells why an item is, or isn't, here: from documents, the ledger of runs, the crawl's frontier and the settings of
 * every connector, or of one. Asks no source.
 */
export async function explainItem(ctx: Context, query: ExplainQuery): Promise<Explanation> {
  assertAllowed(ctx, "documents.read");
  const candidates = candidatesOf(query.item);
  const evidence = await withTransaction(ctx, (trx) => readEvidence(ctx, trx, { ...candidates, query }));
  const findings = evidence.map((one) => findingOf(one, query.item)).sort((a, b) => rankOf(a) - rankOf(b));
  return {
    asked: query.item,
    found: findings.some(({ reason, in_collection: isIn }) => reason === "stored" && isIn !== false),
    findings: telling(findings).slice(0, toldAtMost),
  };
}

/** Those that tell something: what was found of it; else whose runs or settings left it out; else all. */
function telling(findings: Finding[]): Finding[] {
  const found = findings.filter(({ reason }) => sure.includes(reason));
  const likely = findings.filter(({ reason }) => !unlikely.includes(reason));
  return [found, likely].find((some) => some.length > 0) ?? findings;
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
  const rank = sure.indexOf(reason);
  return (rank === -1 ? sure.length : rank) * 2 + (isIn === false ? 1 : 0);
}
