import type { SourceItem } from "#lib/connectors/source.ts";
import type { Attached, Content, Wiki } from "../wiki/wiki.ts";
import type { Step } from "./plan.ts";
import type { Position } from "./position.ts";
import { type Missing, toldMissing, toldOther } from "./told.ts";
import { type WalkOptions, walkStep } from "./walk-step.ts";

/** What one request of a listing named. */
export type Piece = {
  contents: Content[];
  /** Files that a query found. */
  files: Attached[];
  /** What the settings name and can't be read. */
  missing: Missing[];
  /** The items among these that need no reading. */
  told: SourceItem[];
  /** Where the walk goes on after it. */
  position: Position;
};

/** Lists what a plan names, from a position on. @throws SourceError when a listing can't be had */
export async function* walkPlan(
  wiki: Wiki,
  plan: readonly Step[],
  { from, options }: { from: Position; options: WalkOptions },
): AsyncGenerator<Piece> {
  let position = from;
  for (const [at, step] of plan.entries()) {
    if (at < from.step) continue;
    for await (const part of walkStep(wiki, step, { from: position, options })) {
      const { contents = [], files = [], others = [], missing = [], type = "page", next = null } = part;
      position = {
        ...position,
        type,
        at: next,
        hasGaps: position.hasGaps || missing.some(({ isKept }) => isKept),
        items: position.items + contents.length + files.length,
      };
      const told = [...missing.map(toldMissing), ...others.map(toldOther)];
      yield { contents, files, missing, told, position };
    }
    position = { ...position, step: at + 1, type: "page", at: null };
    yield { contents: [], files: [], missing: [], told: [], position };
  }
}
