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
});

/** Where a run is in its plan: its checkpoint. */
export type Position = z.output<typeof position>;

export const beginning: Position = { step: 0, type: "page", at: null, hasGaps: false };

export function readPosition(checkpoint: Json): Position {
  const read = position.safeParse(checkpoint);
  return read.success ? read.data : beginning;
}
