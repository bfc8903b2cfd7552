import { sql } from "kysely";
import { v7 as uuid } from "uuid";
import type { Db } from "#db/client.ts";
import type { AuditAction } from "#lib/audit/actions.ts";
import { recordAudit } from "#lib/audit/record.ts";
import { assertAllowed, type Context, userOf, withTransaction } from "#lib/context.ts";
import { env } from "#lib/env.ts";
import { AppError, type ErrorKind, invalid } from "#lib/errors.ts";
import type { BlobRef, BlobStore } from "#lib/storage/blobs.ts";
import { readUsage } from "#lib/workspaces/usage.ts";
import { parseFileName, parseMime } from "./file-name.ts";
import {
  assertUploadConnector,
  fetchFile,
  lockUploadConnector,
  presentFile,
  wantUploadRun,
} from "./internal.ts";
import type { IncomingFile } from "./multipart.ts";
import type { UploadedFile } from "./schemas.ts";

export type AddFilesInput = {
  connectorId: string;
  /** A file whose name exists takes its place. */
  replace: boolean;
  files: AsyncIterable<IncomingFile>;
};

export type UploadStore = { blobs: BlobStore; maxBytes: number };

export type FileResult =
  | { result: "added" | "replaced" | "unchanged"; name: string; file: UploadedFile }
  | { result: "refused"; name: string; kind: ErrorKind; message: string };

type Stored = { name: string; mime: string; blob: BlobRef };
type Refused = Extract<FileResult, { result: "refused" }>;

/**
 * Keeps files in an upload connector and starts a run that reads them, all in one transaction once every byte is
 * stored: a body that breaks off leaves no file (its bytes are swept later).
 * @returns a result for each file, in the order sent; one that is refused doesn't hinder the others
 * @throws AppError when no file could be kept: the first one's kind, each file's reason in `errors`
 */
export async function addFiles(
  ctx: Context,
  { connectorId, replace, files }: AddFilesInput,
  store: UploadStore,
): Promise<FileResult[]> {
  assertAllowed(ctx, "connectors.write");
  await withTransaction(ctx, (trx) => assertUploadConnector(ctx, trx, connectorId));
  const received: (Stored | Refused)[] = [];
  for await (const file of files) received.push(await receive(file, store));
  if (received.length === 0) throw invalid([{ path: "", message: "The body holds no file." }]);

  const results = await withTransaction(ctx, async (trx) => {
    await lockUploadConnector(ctx, trx, connectorId);
    const kept: FileResult[] = [];
    const room = await roomForFiles(ctx, trx);
    for (const file of received) {
      if ("result" in file) kept.push(file);
      else if (file.blob.sizeBytes > room.bytes) kept.push(refused(file.name, "conflict", noRoom));
      else kept.push(await keep({ ...ctx, trx }, trx, connectorId, file, replace));
      if (kept.at(-1)?.result === "added" && !("result" in file)) room.bytes -= file.blob.sizeBytes;
    }
    if (kept.some(isChange)) await wantUploadRun(ctx, trx, connectorId);
    return kept;
  });
  assertSomeKept(results);
  return results;
}

const noRoom =
  "It doesn't fit into what this workspace may store. Delete what isn't needed, or ask whoever runs this server for more (MAX_BYTES).";

async function roomForFiles(ctx: Context, trx: Db): Promise<{ bytes: number }> {
  const { MAX_BYTES: most } = env();
  if (most === 0) return { bytes: Infinity };
  return { bytes: most - (await readUsage(trx, ctx.workspaceId)).bytes };
}

async function receive({ name: given, mime, bytes }: IncomingFile, { blobs, maxBytes }: UploadStore) {
  const parsed = parseFileName(given);
  if ("message" in parsed) return refused(given ?? "", "invalid", parsed.message);
  try {
    return { name: parsed.name, mime: parseMime(mime), blob: await blobs.put(bytes, { maxBytes }) };
  } catch (error) {
    if (!(error instanceof AppError) || error.kind !== "too_large") throw error;
    return refused(parsed.name, "too_large", error.message);
  }
}

function refused(name: string, kind: ErrorKind, message: string): Refused {
  return { result: "refused", name, kind, message };
}

async function keep(
  ctx: Context,
  trx: Db,
  connectorId: string,
  file: Stored,
  replace: boolean,
): Promise<FileResult> {
  const existing = await trx
    .selectFrom("uploads")
    .select(["id", "blob_sha256"])
    .where("workspace_id", "=", ctx.workspaceId)
    .where("connector_id", "=", connectorId)
    .where("name", "=", file.name)
    .executeTakeFirst();
  const answer = async (result: "added" | "replaced" | "unchanged", id: string): Promise<FileResult> => ({
    result,
    name: file.name,
    file: presentFile(connectorId, await fetchFile(ctx, trx, connectorId, id)),
  });
  if (!existing) return answer("added", await insertFile(ctx, trx, connectorId, file));
  if (!replace) {
    return refused(
      file.name,
      "conflict",
      "A file of this name exists. Send replace=true to put this one in its place.",
    );
  }
  if (existing.blob_sha256 === file.blob.sha256) return answer("unchanged", existing.id);
  await overwriteFile(ctx, trx, connectorId, existing.id, file);
  return answer("replaced", existing.id);
}

async function insertFile(ctx: Context, trx: Db, connectorId: string, file: Stored): Promise<string> {
  const id = uuid();
  await trx
    .insertInto("uploads")
    .values({
      workspace_id: ctx.workspaceId,
      connector_id: connectorId,
      id,
      name: file.name,
      ...columnsOf(ctx, file),
    })
    .execute();
  await audit(ctx, trx, "file.add", connectorId, { id, name: file.name, ...file.blob });
  return id;
}

/** Puts other bytes in a file's place: it keeps its id, and comes last in the order of reading. */
export async function overwriteFile(
  ctx: Context,
  trx: Db,
  connectorId: string,
  id: string,
  file: Stored,
): Promise<void> {
  await trx
    .updateTable("uploads")
    .set({ ...columnsOf(ctx, file), seq: sql`default`, skip_reason: null, fail_reason: null })
    .where("workspace_id", "=", ctx.workspaceId)
    .where("connector_id", "=", connectorId)
    .where("id", "=", id)
    .execute();
  await audit(ctx, trx, "file.replace", connectorId, { id, name: file.name, ...file.blob });
}

function columnsOf(ctx: Context, { mime, blob }: Stored) {
  return {
    mime,
    size_bytes: blob.sizeBytes,
    blob_sha256: blob.sha256,
    uploaded_by: userOf(ctx.actor),
    uploaded_at: ctx.now(),
  };
}

function audit(
  ctx: Context,
  trx: Db,
  action: AuditAction,
  connectorId: string,
  details: Record<string, unknown>,
) {
  return recordAudit(ctx, trx, { action, targetType: "connector", targetId: connectorId, details });
}

function isChange({ result }: FileResult): boolean {
  return result === "added" || result === "replaced";
}

function assertSomeKept(results: readonly FileResult[]): void {
  const refusals = results.filter((result) => result.result === "refused");
  const [first] = refusals;
  if (!first || refusals.length < results.length) return;
  const message =
    results.length === 1 ? `“${first.name}” wasn't kept: ${first.message}` : "No file was kept.";
  const errors = refusals.map(({ name, message }) => ({ path: name, message }));
  throw new AppError(first.kind, message, { errors });
}
