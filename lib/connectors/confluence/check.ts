import { type CheckStage, SourceError, type TrialContext } from "#lib/connectors/source.ts";
import { attachedTo } from "./reading/entries.ts";
import { planOf, type Step } from "./reading/plan.ts";
import { beginning } from "./reading/position.ts";
import { type Piece, walkPlan } from "./reading/walk-plan.ts";
import { optionsOf } from "./reading/walk-step.ts";
import type { ConfluenceSlots } from "./slots.ts";
import { noSpaces, type openWiki } from "./wiki/open-wiki.ts";
import type { Wiki } from "./wiki/wiki.ts";

type Opened = Awaited<ReturnType<typeof openWiki>>;

/** Tries the address, the sign-in, the beginning of each thing that the settings name, and one page. */
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
    return [...stages, ...(await tryPlan(wiki, slots))];
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

async function tryPlan(wiki: Wiki, slots: ConfluenceSlots): Promise<CheckStage[]> {
  let sample: Piece["contents"][number] | undefined;
  for (const step of planOf(slots)) {
    const piece = await firstPiece(wiki, step, slots);
    if ("stage" in piece) return [piece];
    const [missing] = piece.missing;
    if (missing) {
      const { slot, named, why } = missing;
      return [{ stage: "may_read", ok: false, message: `${named}: ${why}`, path: `slots.${slot}` }];
    }
    sample ??= piece.contents[0];
  }
  const message = "What the settings name is there and may be read.";
  return [{ stage: "may_read", ok: true, message }, await trySample(wiki, sample, slots)];
}

/** The beginning of what a step lists; or, for a query that Confluence doesn't take, what it says of it. */
async function firstPiece(wiki: Wiki, step: Step, slots: ConfluenceSlots): Promise<Piece | CheckStage> {
  try {
    const walk = walkPlan(wiki, [step], { from: beginning(0), options: optionsOf(slots) });
    for await (const piece of walk) return piece;
    throw new Error("A plan of one step names at least its end.");
  } catch (error) {
    const isQuery = error instanceof SourceError && error.kind === "misconfigured" && step.kind === "query";
    if (!isQuery) throw error;
    const message = `The query isn't accepted. ${error.message}`;
    return { stage: "may_read", ok: false, message, path: "slots.cql_query" };
  }
}

/** Reads all that a run would read of one page, so that a scope which is missing shows here. */
async function trySample(
  wiki: Wiki,
  sample: Piece["contents"][number] | undefined,
  { config }: ConfluenceSlots,
): Promise<CheckStage> {
  if (!sample) return { stage: "sample", ok: true, message: "There is no page yet." };
  await wiki.body(sample);
  await wiki.comments(sample.id);
  await attachedTo(wiki, [sample.id], { files: config.include_attachments });
  return { stage: "sample", ok: true, message: `“${sample.title}” can be read.` };
}
