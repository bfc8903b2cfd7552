import { sql } from "kysely";
import { type Context, withTransaction } from "#lib/context.ts";
import { createScrub } from "#lib/secrets/scrub.ts";
import { sourceOf } from "./registry.ts";
import { type PreviewContext, type PreviewItem, type PreviewPart, SourceError } from "./source.ts";
import { prepareTrial, type TrialTime } from "./trial.ts";
import type { PreviewAnswer, PreviewInput } from "./trial-schemas.ts";
import { untilAborted } from "./until-aborted.ts";

const previewLimitMs = 20_000;

/**
 * The first items that a connector with these settings would take, and what it would skip and why. What the source had
 * told when the time is over, or when it can't go on, is the answer. Writes nothing; ends when whoever asked has left.
 * @throws AppError `invalid` naming every wrong field, `not_found` for a connector
 */
export async function previewConnector(
  ctx: Context,
  { limit, ...input }: PreviewInput,
  { signal, limitMs = previewLimitMs }: TrialTime,
): Promise<PreviewAnswer> {
  const trial = await prepareTrial(ctx, input);
  const over = AbortSignal.timeout(limitMs);
  const closing = new AbortController();
  const stop = AbortSignal.any([signal, over, closing.signal]);
  const seen = new Seen(limit, createScrub(trial.credentials));
  try {
    const context: PreviewContext<never> = {
      ...trial,
      limit,
      signal: stop,
      inWorkspace: (work) =>
        withTransaction(ctx, async (trx) => {
          await sql`set transaction read only`.execute(trx);
          return work(trx);
        }),
    };
    await readParts(sourceOf(input.type).preview(context), stop, seen);
  } catch (error) {
    if (error instanceof SourceError) seen.endEarly(error.message);
    else if (over.aborted) seen.endEarly(`The preview ended after ${limitMs / 1000} seconds.`);
    else if (signal.aborted) seen.endEarly("The preview was stopped.");
    else throw error;
  } finally {
    closing.abort();
  }
  return seen.answer();
}

async function readParts(preview: AsyncIterable<PreviewPart>, stop: AbortSignal, seen: Seen): Promise<void> {
  const parts = preview[Symbol.asyncIterator]();
  while (!seen.isFull) {
    const { done, value } = await untilAborted(parts.next(), stop);
    if (done) return;
    seen.add(value);
  }
  // It is never left waiting at a part that nobody takes.
  await untilAborted(Promise.resolve(parts.return?.()), stop);
}

/** What a source has told so far. */
class Seen {
  private readonly limit: number;
  private items: PreviewItem[] = [];
  private estimatedTotal: number | null = null;
  private resolved: string | null = null;
  private notes: string[] = [];
  private truncated = false;

  private readonly scrub: (text: string) => string;

  constructor(limit: number, scrub: (text: string) => string) {
    this.limit = limit;
    this.scrub = scrub;
  }

  /** Whether there are more items than are shown. */
  get isFull(): boolean {
    return this.items.length > this.limit;
  }

  add({ items = [], estimatedTotal, resolved, hasMore, note }: PreviewPart): void {
    this.items.push(...items);
    this.estimatedTotal = estimatedTotal ?? this.estimatedTotal;
    this.resolved = resolved ?? this.resolved;
    this.truncated ||= hasMore ?? false;
    if (note !== undefined) this.notes.push(note);
  }

  endEarly(note: string): void {
    this.notes.push(note);
    this.truncated = true;
  }

  answer(): PreviewAnswer {
    return {
      items: this.items.slice(0, this.limit).map(({ sizeBytes, ...item }) => ({
        ...item,
        ...("reason" in item ? { reason: this.scrub(item.reason) } : {}),
        ...(sizeBytes === undefined ? {} : { size_bytes: sizeBytes }),
      })),
      estimated_total: this.estimatedTotal,
      resolved: this.resolved,
      truncated: this.truncated || this.isFull,
      note: this.notes.length > 0 ? this.scrub(this.notes.join(" ")) : null,
    };
  }
}
