import type { Db } from "#db/client.ts";
import type { ItemContent, JsonObject } from "#lib/connectors/source.ts";
import { keyHash } from "#lib/runs/document-row.ts";
import { type FileFacts, loadFile } from "#lib/sources/vendor/load-file.ts";
import type { Loaded } from "#lib/sources/vendor/read-entries.ts";
import type { ItemOwner } from "#lib/sources/vendor/source-items.ts";
import { VendorError } from "#lib/sources/vendor/vendor-error.ts";
import { factsOf, hasSameContent, ownMetadata, type Place, withoutPictures } from "./document.ts";
import { isLasting } from "./explain.ts";
import { type ExportForm, readingOf } from "./reading.ts";
import type { StoredNode } from "./tree.ts";
import type { Walk } from "./walk.ts";

type Tools = Pick<Walk, "read" | "drive" | "extractFile">;
type ToLoad = { node: StoredNode; place: Place; version: string };

/** Reads a file. One whose bytes are those that are stored isn't downloaded: only what is said of it is new. */
export async function loadDriveFile(
  tools: Tools,
  { node, place, version }: ToLoad,
  signal: AbortSignal,
): Promise<Loaded> {
  const { file } = node.data;
  const reading = readingOf(file);
  if (reading.kind === "skip") return { kind: "skipped", reason: reading.reason };
  const facts = factsOf(file, place);
  if (node.isStored && hasSameContent(node.version, version)) {
    const stored = await tools.read.inWorkspace((trx) => readStored(trx, tools.read, node.key));
    if (stored) return { kind: "content", content: renewed(stored, facts) };
  }
  try {
    return reading.kind === "download"
      ? await loaded(tools, await tools.drive.download(file.id), facts, signal)
      : await exported(tools, file.id, reading.forms, facts, signal);
  } catch (error) {
    if (!(error instanceof VendorError)) throw error;
    if (error.status === 404)
      return { kind: "gone", reason: "It was deleted or unshared while it was read." };
    if (isLasting(error.reason)) return { kind: "skipped", reason: error.message };
    throw error;
  }
}

async function exported(
  tools: Tools,
  id: string,
  [first, ...others]: readonly [ExportForm, ...ExportForm[]],
  facts: FileFacts,
  signal: AbortSignal,
): Promise<Loaded> {
  try {
    const answer = await tools.drive.export(id, first.mime);
    const named = { ...facts, name: facts.name + first.suffix, mime: first.mime };
    return await loaded(tools, answer, named, signal);
  } catch (error) {
    const isOverLimit = error instanceof VendorError && error.reason === "exportSizeLimitExceeded";
    const [next, ...rest] = others;
    if (!isOverLimit || !next) throw error;
    return exported(tools, id, [next, ...rest], facts, signal);
  }
}

async function loaded(
  { read, extractFile }: Tools,
  answer: Parameters<typeof loadFile>[0],
  facts: FileFacts,
  signal: AbortSignal,
): Promise<Loaded> {
  const result = await loadFile(answer, facts, { blobs: read.blobs, extractFile, signal });
  if (result.kind !== "content" || facts.mime !== "text/markdown") return result;
  const text = withoutPictures(result.content.text);
  if (text === "") return { kind: "skipped", reason: "No text: there is nothing to read in it." };
  return { ...result, content: { ...result.content, text } };
}

async function readStored(trx: Db, owner: ItemOwner, key: string): Promise<ItemContent | undefined> {
  const row = await trx
    .selectFrom("documents")
    .select(["text", "mime", "blob_sha256", "size_bytes", "language", "author", "metadata"])
    .select(["source_created_at", "source_modified_at"])
    .where("workspace_id", "=", owner.workspaceId)
    .where("connector_id", "=", owner.connectorId)
    .where("key_hash", "=", keyHash(key))
    .executeTakeFirst();
  if (!row?.blob_sha256) return undefined;
  return {
    text: row.text,
    mime: row.mime,
    original: { sha256: row.blob_sha256, sizeBytes: Number(row.size_bytes) },
    language: row.language ?? undefined,
    author: row.author ?? undefined,
    createdAt: row.source_created_at ?? undefined,
    modifiedAt: row.source_modified_at ?? undefined,
    metadata: row.metadata as JsonObject,
  };
}

function renewed(stored: ItemContent, { name: _name, mime: _mime, ...facts }: FileFacts): ItemContent {
  const own = new Set<string>(ownMetadata);
  const kept = Object.entries(stored.metadata ?? {}).filter(([field]) => !own.has(field));
  return {
    ...stored,
    fileOwner: facts.fileOwner,
    author: facts.author ?? stored.author,
    createdAt: facts.createdAt ?? stored.createdAt,
    modifiedAt: facts.modifiedAt ?? stored.modifiedAt,
    metadata: { ...Object.fromEntries(kept), ...facts.metadata },
  };
}
