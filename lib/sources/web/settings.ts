import { createHash } from "node:crypto";
import { z } from "zod";
import type { Json, JsonObject } from "#lib/connectors/source.ts";

/** What a crawl is asked to do. */
export type CrawlSettings = {
  url: string;
  single: boolean;
  fileOwner: string;
  include: readonly string[];
  exclude: readonly string[];
  maxPages: number;
  maxDepth: number;
  useSitemap: boolean;
  respectRobots: boolean;
};

/** Where another worker continues: pages up to `cursor` and those in `ahead` are finished. */
export type Checkpoint = z.infer<typeof checkpointSchema>;

const scopeSchema = z.object({ site: z.string(), folder: z.string(), only: z.string().optional() });
const checkpointSchema = z.object({
  start: z.string(),
  scope: scopeSchema,
  sitemapsRead: z.boolean(),
  cursor: z.number(),
  ahead: z.array(z.number()),
  /** Documents read so far, for `max_pages`. */
  pages: z.number(),
  /** How often the site asked to come back later since anything was read. */
  pauses: z.number(),
  /** Whether it was told that the frontier is full. */
  isFull: z.boolean(),
});

export function parseCheckpoint(json: Json): Checkpoint | undefined {
  return json === null ? undefined : checkpointSchema.parse(json);
}

/** Raise it when pages read as before would become other documents: all are then read anew once. */
const extractorVersion = 1;
/** Every so many runs all pages are read anew, for sites whose validators lie and for links that lead somewhere again. */
const fullReadEvery = 20;

const cursorSchema = z.object({ fingerprint: z.string(), runs: z.number() });

/** What one good run tells the next. */
export type CrawlCursor = z.infer<typeof cursorSchema>;

/** The cursor that this run leaves, and whether answers “as it was” may stand for documents of earlier runs. */
export function nextCursor(
  previous: Json,
  settings: CrawlSettings,
): { cursor: CrawlCursor; trusts: boolean } {
  const last = cursorSchema.safeParse(previous).data;
  const subject = JSON.stringify([extractorVersion, settings.fileOwner]);
  const fingerprint = createHash("sha256").update(subject).digest("hex").slice(0, 16);
  const runs = (last?.runs ?? 0) + 1;
  const trusts = last?.fingerprint === fingerprint && runs % fullReadEvery !== 0;
  return { cursor: { fingerprint, runs }, trusts };
}

/** Credentials as headers: `{headers: {…}}` or `{username, password}`. */
export function credentialHeaders(credentials: JsonObject | null): Record<string, string> {
  const parsed = credentialsSchema.safeParse(credentials ?? {}).data;
  if (!parsed) return {};
  const headers = Object.fromEntries(
    Object.entries(parsed.headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]),
  );
  if (parsed.username === undefined) return headers;
  const pair = Buffer.from(`${parsed.username}:${parsed.password ?? ""}`).toString("base64");
  return { ...headers, authorization: `Basic ${pair}` };
}

const credentialsSchema = z.object({
  headers: z.record(z.string(), z.string()).optional(),
  username: z.string().optional(),
  password: z.string().optional(),
});
