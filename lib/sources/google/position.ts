import { createHash } from "node:crypto";
import { z } from "zod";
import type { Json } from "#lib/connectors/source.ts";

/** The next page of each change feed: a shared drive's by its id, the account's own under "". */
const feeds = z.record(z.string(), z.string().nullable());

/** Where a run is; its checkpoint. */
const position = z.object({
  /** Lists everything, or follows what changed since the last run. */
  mode: z.enum(["all", "changes"]),
  step: z.enum(["starts", "list", "changes", "prune", "contents"]),
  /** What is read, and by whom: a cursor of other settings is worth nothing. */
  scope: z.string(),
  /** null for a shared drive that this account isn't a member of: what it may see there is in its own feed. */
  feeds,
  /** Feeds that were read to their end. */
  followed: z.array(z.string()),
  /** Whether the changes were followed: after a listing, those that were made meanwhile. */
  caughtUp: z.boolean(),
  /** Whether every page of every folder succeeded. */
  complete: z.boolean(),
  /** Whether something is read that no feed of this account tells about: then the next run lists everything again. */
  blind: z.boolean(),
  /** When everything was listed last. */
  listedAt: z.string(),
  /** How many of the chosen items were looked at. */
  starts: z.number(),
  /** Whether something moved or went, so that what can't be reached any more must be found. */
  restructured: z.boolean(),
  /** The folders that are being listed. */
  group: z
    .object({
      ids: z.array(z.string()),
      pageToken: z.string().optional(),
      /** Folders of which a child was listed. */
      filled: z.array(z.string()),
      /** Whether a child named none of them as its parent. */
      hasStrays: z.boolean(),
    })
    .optional(),
  /** The last item read, by the hash of its key. */
  after: z.string().optional(),
});
export type Position = z.output<typeof position>;
export type FolderGroup = NonNullable<Position["group"]>;

const cursor = z.object({ scope: z.string(), feeds, listedAt: z.string() });
export type Cursor = z.output<typeof cursor>;

/** A feed tells neither what an account may see since its groups changed, nor what Google lost: all is listed weekly. */
const listAgainAfterMs = 7 * 24 * 3600_000;

export function readPosition(checkpoint: Json, scope: string): Position | undefined {
  const parsed = position.safeParse(checkpoint);
  return parsed.success && parsed.data.scope === scope ? parsed.data : undefined;
}

/** The last run's cursor, as far as it is good for what is read now. */
export function readCursor(given: Json, scope: string, now: Date): Cursor | undefined {
  const parsed = cursor.safeParse(given);
  if (!parsed.success || parsed.data.scope !== scope) return undefined;
  return now.getTime() - Date.parse(parsed.data.listedAt) < listAgainAfterMs ? parsed.data : undefined;
}

const fresh = {
  followed: [],
  caughtUp: false,
  complete: true,
  blind: false,
  starts: 0,
  restructured: false,
} as const;

export function listingAll(scope: string, known: Position["feeds"], now: Date): Position {
  return {
    ...fresh,
    followed: [],
    mode: "all",
    step: "starts",
    scope,
    feeds: known,
    listedAt: now.toISOString(),
  };
}

export function followingChanges({ scope, feeds: known, listedAt }: Cursor): Position {
  return { ...fresh, followed: [], mode: "changes", step: "changes", scope, feeds: known, listedAt };
}

/** What a good run leaves for the next: null when that must list everything. */
export function cursorOf({ mode, complete, blind, scope, feeds: known, listedAt }: Position): Json {
  return (mode === "all" && !complete) || blind ? null : { scope, feeds: known, listedAt };
}

export function scopeOf(parts: readonly unknown[]): string {
  return createHash("sha256").update(JSON.stringify(parts)).digest("base64url");
}
