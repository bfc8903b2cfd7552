import { z } from "zod";
import type { Json } from "#lib/connectors/source.ts";
import { pinSchema } from "./pin.ts";

/** How far a run is. Its checkpoint. */
const progressSchema = z.object({
  step: z.enum(["list", "read", "forget"]),
  /** The listing under way: where its next page is, whether it is a complete one, how often it began anew. */
  at: z.object({ feed: z.string(), link: z.string(), isFull: z.boolean(), restarts: z.number() }).nullable(),
  /** Listings that are done: of drives, what the next run continues from. */
  links: z.record(z.string(), z.string().nullable()),
  /** Drives that were listed completely, not by their changes alone. */
  full: z.array(z.string()),
  /** Drives and sites that couldn't be listed, and why. */
  failed: z.record(z.string(), z.string()),
  /** The last item read, or looked at for forgetting it, in hex. */
  after: z.string(),
});

export type Progress = z.output<typeof progressSchema>;

const begun: Progress = { step: "list", at: null, links: {}, full: [], failed: {}, after: "" };

export function readProgress(checkpoint: Json): Progress {
  return checkpoint === null ? begun : progressSchema.parse(checkpoint);
}

/** What a good run leaves to the next one. */
const cursorSchema = z.object({
  /** What each address came to. */
  pins: z.record(z.string(), pinSchema),
  /** Delta links, whole, by drive. */
  links: z.record(z.string(), z.string()),
  /** What of each drive and site was read, to see that the addresses changed. */
  scopes: z.record(z.string(), z.string()),
  /** Name and address of each. */
  places: z.record(z.string(), z.string()),
});

export type GraphCursor = z.output<typeof cursorSchema>;

/** A cursor that can't be read is none: everything is listed again. */
export function readCursor(cursor: Json): GraphCursor {
  const parsed = cursorSchema.safeParse(cursor);
  return parsed.success ? parsed.data : { pins: {}, links: {}, scopes: {}, places: {} };
}
