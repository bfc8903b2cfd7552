import type { Batch, JsonObject, ReadContext, Source, SourceItem } from "#lib/connectors/source.ts";

/** What a `ListSource` does before it hands over a batch. */
export type BeforeBatch = (index: number, context: ReadContext<JsonObject>) => Promise<void> | void;

/**
 * A source whose items are a list: each batch is given, the checkpoint is how many were stored. A real source in the
 * engine's eyes; what a test needs to happen between two batches, it does in `before`.
 */
export class ListSource implements Source<JsonObject> {
  readonly deletions: "tombstones" | "listing";
  batches: SourceItem[][] = [];
  before: BeforeBatch = () => {};
  beforeItem: (item: SourceItem) => Promise<void> | void = () => {};
  /** Set on the last batch. */
  cursor: Batch["cursor"];
  isComplete = true;
  /** Checkpoints that a reading began from. */
  readonly began: unknown[] = [];

  constructor(deletions: "tombstones" | "listing" = "tombstones") {
    this.deletions = deletions;
  }

  check = async () => [{ stage: "reachable" as const, ok: true, message: "It is a list." }];

  preview = async function* () {
    yield {};
  };

  read = (context: ReadContext<JsonObject>): AsyncIterable<Batch> => this.#read(context);

  async *#read(context: ReadContext<JsonObject>): AsyncGenerator<Batch> {
    this.began.push(context.checkpoint);
    const start = typeof context.checkpoint === "number" ? context.checkpoint : 0;
    const wanted = context.onlyKeys && new Set(context.onlyKeys);
    for (let index = start; index < this.batches.length; index++) {
      await this.before(index, context);
      context.signal.throwIfAborted();
      const items: SourceItem[] = [];
      for (const item of this.batches[index] ?? []) {
        const refusal = await context.begin(item.key);
        if (refusal) items.push({ key: item.key, kind: "failed", error: refusal });
        else {
          await this.beforeItem(item);
          items.push(item);
        }
      }
      const isLast = index === this.batches.length - 1;
      yield {
        items: wanted ? items.filter(({ key }) => wanted.has(key)) : items,
        checkpoint: index + 1,
        ...(isLast && {
          cursor: this.cursor,
          listingComplete: this.deletions === "listing" && this.isComplete,
        }),
      };
    }
    if (start >= this.batches.length) await this.before(start, context);
  }
}

export function text(key: string, body = `The text of ${key}`): SourceItem {
  return {
    key,
    title: key,
    link: `https://example.com/${key}`,
    kind: "content",
    content: { text: body, mime: "text/markdown" },
  };
}

export const gone = (key: string): SourceItem => ({ key, kind: "gone", reason: "404 Not Found" });
export const unchanged = (key: string): SourceItem => ({ key, kind: "unchanged" });
export const skipped = (key: string): SourceItem => ({ key, kind: "skipped", reason: "no text" });
export const failed = (key: string): SourceItem => ({ key, kind: "failed", error: "timed out" });
