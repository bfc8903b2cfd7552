import type { Context } from "#lib/context.ts";
import { createScrub } from "#lib/secrets/scrub.ts";
import { sourceOf } from "./registry.ts";
import { type CheckStage, SourceError } from "./source.ts";
import { prepareTrial, type Trial, type TrialTime } from "./trial.ts";
import type { CheckAnswer, TrialInput } from "./trial-schemas.ts";
import { untilAborted } from "./until-aborted.ts";

const checkLimitMs = 30_000;

/**
 * Tries settings against the real source, stage by stage. What is wrong there is an answer and no error. Writes
 * nothing; ends when its time is over or whoever asked has left.
 * @throws AppError `invalid` naming every wrong field, `not_found` for a connector
 */
export async function checkConnector(
  ctx: Context,
  input: TrialInput,
  { signal, limitMs = checkLimitMs }: TrialTime,
): Promise<CheckAnswer> {
  const trial = await prepareTrial(ctx, input);
  const limit = AbortSignal.timeout(limitMs);
  const stages = await checkWithin(input.type, trial, AbortSignal.any([signal, limit])).catch((error) => {
    if (error instanceof SourceError) return [failedStage(error)];
    if (limit.aborted) return [unfinished(`The source didn't answer within ${limitMs / 1000} seconds.`)];
    if (signal.aborted) return [unfinished("The check was stopped: nobody waits for its answer.")];
    throw error;
  });
  const scrub = createScrub(trial.credentials);
  const told = stages.map((stage) => ({ ...stage, message: scrub(stage.message) }));
  return { ok: stages.every(({ ok }) => ok), stages: told };
}

async function checkWithin(type: string, trial: Trial, signal: AbortSignal): Promise<CheckStage[]> {
  return untilAborted(sourceOf(type).check({ ...trial, signal }), signal);
}

function failedStage({ kind, message }: SourceError): CheckStage {
  return kind === "credentials"
    ? { stage: "signed_in", ok: false, message, path: "credentials" }
    : { stage: "reachable", ok: false, message };
}

function unfinished(message: string): CheckStage {
  return { stage: "reachable", ok: false, message };
}
