import type { AttentionKind } from "#lib/attention/schemas.ts";

/** What a workspace may be told of: what wants attention anyway, and green runs that read suspiciously little. */
export const alertKinds = [
  "failing",
  "needs_credentials",
  "stalled",
  "held_deletions",
  "shrunk",
] as const satisfies (AttentionKind | "shrunk")[];

export type AlertKind = (typeof alertKinds)[number];
