import { type CheckStage, SourceError, type TrialContext } from "#lib/connectors/source.ts";
import { readSpaceKey } from "./page-link.ts";
import { planOf, type Step } from "./reading/plan.ts";
import { beginning } from "./reading/position.ts";
import { resolveLink } from "./reading/resolve-link.ts";
import { walkPlan } from "./reading/walk-plan.ts";
import type { ConfluenceSlots } from "./slots.ts";
import { noSpaces, type openWiki } from "./wiki/open-wiki.ts";
import type { Wiki } from "./wiki/wiki.ts";

type Opened = Awaited<ReturnType<typeof openWiki>>;

/** Settings that a check looks at: of a long list, the first. */
const linksTried = 20;

/** Tries the address, the sign-in, each thing that the settings name, and one page. */
export async function checkConfluence(
  { slots }: TrialContext<ConfluenceSlots>,
  open: () => Promise<Opened>,
): Promise<CheckStage[]> {
  const stages: CheckStage[] = [];
  try {
    const { wiki, signedIn } = await open();
    const kind = wiki.site.deployment === "cloud" ? "Confluence Cloud" : "Confluence Data Center";
    stages.push({ stage: "reachable", ok: true, message: `${kind} answers at ${wiki.web}.` });
    const who = signedIn.name === undefined ? "The token is accepted." : `Signed in as ${signedIn.name}.`;
    stages.push({ stage: "signed_in", ok: true, message: who });
    if (!signedIn.seesSpaces) {
      const message = noSpaces(signedIn.name);
      return [...stages, { stage: "may_read", ok: false, message, path: "credentials" }];
    }
    const plan = planOf(slots);
    const problem = await firstProblem(wiki, plan);
    if (problem) return [...stages, problem];
    stages.push({ stage: "may_read", ok: true, message: "What the settings name is there and may be read." });
    return [...stages, await sample(wiki, plan, slots)];
  } catch (error) {
    if (!(error instanceof SourceError)) throw error;
    return [...stages, failed(error, stages)];
  }
}

function failed({ kind, message }: SourceError, before: readonly CheckStage[]): CheckStage {
  if (kind === "credentials") return { stage: "signed_in", ok: false, message, path: "credentials" };
  if (before.length === 0) return { stage: "reachable", ok: false, message, path: "slots.base_url" };
  return { stage: "may_read", ok: false, message };
}

async function firstProblem(wiki: Wiki, plan: readonly Step[]): Promise<CheckStage | undefined> {
  for (const step of plan) {
    const found = await problemOf(wiki, step);
    if (found) return { stage: "may_read", ok: false, ...found };
  }
  return undefined;
}

async function problemOf(wiki: Wiki, step: Step): Promise<{ message: string; path: string } | undefined> {
  if (step.kind === "space") {
    const key = readSpaceKey(step.key, wiki.web);
    const [space] = await wiki.spaces([key]);
    const message = `There is no space “${key}”, or this account doesn't see it.`;
    return space ? undefined : { message, path: "slots.spaces" };
  }
  if (step.kind === "query") return queryProblem(wiki, step.cql);
  const links =
    step.kind === "pages" ? step.links.slice(0, linksTried) : step.kind === "below" ? [step.link] : [];
  const slot = step.kind === "below" ? step.slot : "pages";
  for (const link of links) {
    const target = await resolveLink(wiki, link);
    if ("problem" in target) return { message: `${link}: ${target.problem}`, path: `slots.${slot}` };
    const isThere = await exists(
      wiki,
      target.kind === "content" && slot === "folders" ? "any" : target.kind,
      target.id,
    );
    if (!isThere) {
      const message = `${link}: there is nothing there, or this account doesn't see it.`;
      return { message, path: `slots.${slot}` };
    }
  }
  return undefined;
}

async function exists(wiki: Wiki, kind: string, id: string): Promise<boolean> {
  if (kind === "other") return true;
  if (kind !== "content" && (await wiki.folder(id))) return true;
  return kind !== "folder" && (await wiki.byIds([id])).length > 0;
}

async function queryProblem(wiki: Wiki, cql: string): Promise<{ message: string; path: string } | undefined> {
  try {
    for await (const _ of wiki.search(cql, null)) break;
    return undefined;
  } catch (error) {
    if (!(error instanceof SourceError) || error.kind !== "misconfigured") throw error;
    return { message: `The query isn't accepted. ${error.message}`, path: "slots.cql_query" };
  }
}

async function sample(wiki: Wiki, plan: readonly Step[], { config }: ConfluenceSlots): Promise<CheckStage> {
  const options = { searchChildren: config.search_children, searchFolders: config.search_folders };
  for await (const { contents } of walkPlan(wiki, plan, { ...options, from: beginning(0) })) {
    const [first] = contents;
    if (!first) continue;
    await wiki.body(first);
    return { stage: "sample", ok: true, message: `“${first.title}” can be read.` };
  }
  return { stage: "sample", ok: true, message: "There is no page yet." };
}
