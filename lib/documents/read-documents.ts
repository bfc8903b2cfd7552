import { sql } from "kysely";
import type { Db } from "#db/client.ts";
import type { Context } from "#lib/context.ts";
import { exactInstant } from "#lib/http/time-cursor.ts";
import { documentSchema, type ListedDocument } from "./schemas.ts";

/** Documents of a workspace as lists show them, without their text and without their connector's name. */
export function selectDocuments(ctx: Context, trx: Db) {
  return trx
    .selectFrom("documents as d")
    .select(["d.workspace_id", "d.id", "d.connector_id", "d.title", "d.link", "d.mime", "d.size_bytes"])
    .select(["d.file_owner", "d.author", "d.language", "d.source_created_at", "d.source_modified_at"])
    .select(["d.created_at", "d.updated_at", "d.removed_at", "d.removed_reason"])
    .select(sql<boolean>`d.blob_sha256 is not null`.as("has_original"))
    .select(exactInstant("d.updated_at").as("exact"))
    .where("d.workspace_id", "=", ctx.workspaceId);
}

type DocumentRow = Awaited<ReturnType<ReturnType<typeof selectDocuments>["executeTakeFirstOrThrow"]>> & {
  connector_name: string;
};

export function presentDocument(row: DocumentRow): ListedDocument {
  return documentSchema.parse({ ...row, ...instantsOf(row) });
}

export function instantsOf(row: DocumentRow) {
  return {
    source_created_at: row.source_created_at?.toISOString() ?? null,
    source_modified_at: row.source_modified_at?.toISOString() ?? null,
    created_at: row.created_at.toISOString(),
    updated_at: row.updated_at.toISOString(),
    removed_at: row.removed_at?.toISOString() ?? null,
  };
}
