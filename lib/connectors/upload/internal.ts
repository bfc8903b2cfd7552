import { sql } from "kysely";
import type { Db } from "#db/client.ts";
import { type Context, userOf } from "#lib/context.ts";
import { AppError, notFound } from "#lib/errors.ts";
import { keyHash } from "#lib/runs/document-row.ts";
import { wantRun } from "#lib/runs/want-run.ts";
import { isInCollection } from "#lib/schedules/internal.ts";
import type { UploadedFile } from "./schemas.ts";

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** The key of an upload's document. */
export function uploadKey(uploadId: string): string {
  return uploadId;
}

/**
 * Checks that files may be kept in a connector.
 * @throws AppError `not_found`, or `conflict` when it is of another type
 */
export async function assertUploadConnector(ctx: Context, trx: Db, connectorId: string): Promise<void> {
  await assertUpload(connectorId, await connectorOf(ctx, trx, connectorId).executeTakeFirst());
}

/** The same, locked until the transaction ends: uploads to one connector commit in the order of their `seq`. */
export async function lockUploadConnector(ctx: Context, trx: Db, connectorId: string): Promise<void> {
  await assertUpload(
    connectorId,
    await connectorOf(ctx, trx, connectorId).forNoKeyUpdate().executeTakeFirst(),
  );
}

function connectorOf(ctx: Context, trx: Db, connectorId: string) {
  return trx
    .selectFrom("connectors")
    .select("type")
    .where("workspace_id", "=", ctx.workspaceId)
    .where("id", "=", connectorId);
}

async function assertUpload(connectorId: string, row: { type: string } | undefined): Promise<void> {
  if (!row) throw notFound("connector", connectorId);
  if (row.type !== "upload") {
    throw new AppError(
      "conflict",
      `The connector “${connectorId}” is of type ${row.type}; only an upload connector holds files.`,
    );
  }
}

/** Starts a run that reads what changed, when the connector is in a collection. */
export async function wantUploadRun(ctx: Context, trx: Db, connectorId: string): Promise<void> {
  if (!(await isInCollection(ctx, trx, connectorId))) return;
  const createdBy = userOf(ctx.actor);
  await wantRun(trx, ctx.boss, { workspaceId: ctx.workspaceId, connectorId, trigger: "upload", createdBy });
}

/** Uploads of a connector with what became of them. */
export function selectFiles(ctx: Context, trx: Db, connectorId: string) {
  return trx
    .selectFrom("uploads as u")
    .leftJoin("users as o", "o.id", "u.uploaded_by")
    .leftJoin("documents as d", (join) =>
      join
        .onRef("d.workspace_id", "=", "u.workspace_id")
        .onRef("d.connector_id", "=", "u.connector_id")
        .on("d.key_hash", "=", sql<Buffer>`sha256(convert_to(u.id::text, 'UTF8'))`)
        .on("d.removed_at", "is", null),
    )
    .select([
      "u.id",
      "u.seq",
      "u.name",
      "u.mime",
      "u.size_bytes",
      "u.blob_sha256",
      "u.skip_reason",
      "u.fail_reason",
      "u.uploaded_at",
      "o.email",
      "d.id as document_id",
      "d.blob_sha256 as document_sha256",
    ])
    .where("u.workspace_id", "=", ctx.workspaceId)
    .where("u.connector_id", "=", connectorId);
}

export type FileRow = Awaited<ReturnType<ReturnType<typeof selectFiles>["executeTakeFirstOrThrow"]>>;

/** One upload, locked if the caller locked its connector. @throws AppError `not_found` */
export async function fetchFile(
  ctx: Context,
  trx: Db,
  connectorId: string,
  fileId: string,
): Promise<FileRow> {
  const id = fileId.toLowerCase();
  const row = uuid.test(id)
    ? await selectFiles(ctx, trx, connectorId).where("u.id", "=", id).executeTakeFirst()
    : undefined;
  if (!row) throw notFound("file", fileId);
  return row;
}

export function presentFile(connectorId: string, row: FileRow): UploadedFile {
  const isRead = row.document_sha256 === row.blob_sha256;
  const unread = row.skip_reason !== null ? "skipped" : row.fail_reason !== null ? "failed" : "waiting";
  return {
    id: row.id,
    connector_id: connectorId,
    name: row.name,
    mime: row.mime,
    size_bytes: row.size_bytes,
    sha256: row.blob_sha256,
    uploaded_by: row.email,
    uploaded_at: row.uploaded_at.toISOString(),
    state: isRead ? "read" : unread,
    reason: isRead ? null : (row.skip_reason ?? row.fail_reason),
    document_id: row.document_id,
  };
}

/** The hash that an upload's document is found by; `selectFiles` computes the same in SQL. */
export function uploadKeyHash(uploadId: string): Buffer {
  return keyHash(uploadKey(uploadId));
}
