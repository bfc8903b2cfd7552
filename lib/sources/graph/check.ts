import { type CheckStage, SourceError, type TrialContext } from "#lib/connectors/source.ts";
import { VendorError } from "#lib/sources/vendor/vendor-error.ts";
import { signInField } from "./explain-sign-in.ts";
import { type MicrosoftSettings, openClient, rootsFor } from "./open-client.ts";
import { makePlan, type Plan, scopesOf } from "./plan.ts";
import { sampleItems } from "./sample.ts";

const sampleSize = 5;

/** Tries what a run would do first: reach Microsoft, sign in, find what each address leads to, see the first items. */
export async function checkMicrosoft(
  context: TrialContext<{ urls: string[] }>,
  settings: MicrosoftSettings,
): Promise<CheckStage[]> {
  const stages: CheckStage[] = [];
  try {
    const { client, credentials } = openClient(settings, context);
    const { name, permissions } = await client.signIn();
    stages.push(reachable(context, settings));
    const held = permissions.length > 0 ? `, with ${permissions.join(", ")}` : "";
    const message = `Signed in as the application ${name ? `“${name}”` : credentials.client_id}${held}.`;
    stages.push({ stage: "signed_in", ok: true, message });
    const plan = await makePlan(client, context.slots.urls, {});
    const mayRead = mayReadStage(plan, context.slots.urls);
    return mayRead.ok ? [...stages, mayRead, await sampleStage(client, plan)] : [...stages, mayRead];
  } catch (error) {
    if (!(error instanceof SourceError)) throw error;
    const answered =
      error instanceof VendorError && stages.length === 0 ? [reachable(context, settings)] : [];
    return [...answered, ...stages, failedStage(error, [...answered, ...stages])];
  }
}

function reachable({ slots }: TrialContext<{ urls: string[] }>, settings: MicrosoftSettings): CheckStage {
  const { loginRoot } = rootsFor(slots.urls, settings.roots());
  return { stage: "reachable", ok: true, message: `${new URL(loginRoot).host} answers.` };
}

function failedStage(error: SourceError, done: readonly CheckStage[]): CheckStage {
  const { message, kind } = error;
  if (kind === "credentials") {
    const field = error instanceof VendorError ? signInField(error.reason) : undefined;
    return { stage: "signed_in", ok: false, message, path: field ? `credentials.${field}` : "credentials" };
  }
  return { stage: done.length === 0 ? "reachable" : "may_read", ok: false, message };
}

function mayReadStage(plan: Plan, addresses: readonly string[]): CheckStage {
  const failed = plan.targets.find(({ problem }) => problem);
  if (!failed)
    return {
      stage: "may_read",
      ok: true,
      message: `Found: ${[...plan.feeds.values()].map(({ name }) => name).join(", ")}.`,
    };
  const others = plan.targets.filter(({ problem }) => problem).length - 1;
  const more = others > 0 ? ` (${others} more addresses have problems.)` : "";
  return {
    stage: "may_read",
    ok: false,
    message: `${failed.address}: ${failed.problem?.message}${more}`,
    path: `slots.urls.${addresses.indexOf(failed.address)}`,
  };
}

async function sampleStage(client: Parameters<typeof sampleItems>[0], plan: Plan): Promise<CheckStage> {
  const titles: string[] = [];
  for (const { feed: id, isWhole, itemIds } of scopesOf(plan.targets)) {
    const feed = plan.feeds.get(id);
    if (!feed) continue;
    for await (const { title } of sampleItems(client, feed, isWhole ? null : (itemIds[0] ?? null))) {
      titles.push(title);
      if (titles.length === sampleSize) break;
    }
    if (titles.length === sampleSize) break;
  }
  if (titles.length === 0) return { stage: "sample", ok: true, message: "There is nothing in it yet." };
  return { stage: "sample", ok: true, message: `Such as ${titles.map((title) => `“${title}”`).join(", ")}.` };
}
