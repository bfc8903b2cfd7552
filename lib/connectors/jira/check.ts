import { type CheckStage, SourceError } from "#lib/connectors/source.ts";
import { titleOf } from "./document.ts";
import { inListingOrder } from "./jql.ts";
import { type openTracker, queryProblem } from "./open-tracker.ts";
import type { JiraSlots } from "./slots.ts";

type Opened = Awaited<ReturnType<typeof openTracker>>;

/** Tries the address, the sign-in, the query, and one issue. */
export async function checkJira(
  { jql_query }: JiraSlots,
  open: () => Promise<Opened>,
): Promise<CheckStage[]> {
  const stages: CheckStage[] = [];
  try {
    const { tracker, signedIn } = await open();
    const kind = tracker.site.deployment === "cloud" ? "Jira Cloud" : "Jira Data Center";
    stages.push({ stage: "reachable", ok: true, message: `${kind} answers at ${tracker.site.root}.` });
    const who = signedIn.name === undefined ? "The token is accepted." : `Signed in as ${signedIn.name}.`;
    stages.push({ stage: "signed_in", ok: true, message: who });
    const { issues } = await tracker.list(inListingOrder(jql_query), null, 1);
    stages.push({ stage: "may_read", ok: true, message: "Jira accepts the query." });
    const [first] = issues;
    const found = first ? `The first issue is “${titleOf(first)}”.` : nothingFound(signedIn.name);
    return [...stages, { stage: "sample", ok: true, message: found }];
  } catch (error) {
    if (!(error instanceof SourceError)) throw error;
    return [...stages, failed(error, stages.length)];
  }
}

function nothingFound(name: string | undefined): string {
  return `The query finds no issue that ${name ?? "this account"} may see. If that is a surprise, let the account browse the project.`;
}

function failed(error: SourceError, stagesBefore: number): CheckStage {
  const { kind, message } = error;
  if (kind === "credentials") return { stage: "signed_in", ok: false, message, path: "credentials" };
  if (stagesBefore === 0) return { stage: "reachable", ok: false, message, path: "slots.base_url" };
  const problem = queryProblem(error);
  return problem === undefined
    ? { stage: "may_read", ok: false, message }
    : { stage: "may_read", ok: false, message: problem, path: "slots.jql_query" };
}
