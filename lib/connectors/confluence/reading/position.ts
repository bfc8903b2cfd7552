import { z } from "zod";
import type { Json } from "#lib/connectors/source.ts";

const position = z.object({
  /** The step of the plan. */
  step: z.number().int().nonnegative(),
  type: z.enum(["page", "blogpost"]),
  /** Where the next part of the step's listing begins. */
  at: z.string().nullable(),
  /** Whether something that the settings name couldn't be listed: then nothing that is missing counts as gone. */
  hasGaps: z.boolean(),
  /** When the listing began, and how many items it has named since. */
  startedAt: z.number(),
  items: z.number(),
});

/** Where a run is in its plan: its checkpoint. */
export type Position = z.output<typeof position>;

export function beginning(now: number): Position {
  return { step: 0, type: "page", at: null, hasGaps: false, startedAt: now, items: 0 };
}

/** Where a run that was cut off goes on; undefined at its beginning. */
export function readPosition(checkpoint: Json): Position | undefined {
  return position.safeParse(checkpoint).data;
}
