import { sql } from "kysely";
import type { Db } from "#db/client.ts";

export type PendingUpload = {
  id: string;
  seq: number;
  name: string;
  mime: string;
  sizeBytes: number;
  sha256: string;
  uploadedAt: Date;
  ownerEmail: string | null;
  skipReason: string | null;
  failReason: string | null;
  /** Its document has these bytes, this name and this owner already. */
  isStored: boolean;
};

type Place = { workspaceId: string; connectorId: string };

/** The uploads after a `seq`, in its order. */
export async function readUploads(
  trx: Db,
  { workspaceId, connectorId }: Place,
  { after, limit }: { after: number; limit: number },
): Promise<PendingUpload[]> {
  const { rows } = await sql<PendingUpload>`
    select u.id, u.seq, u.name, u.mime, u.size_bytes as "sizeBytes", u.blob_sha256 as sha256,
      u.uploaded_at as "uploadedAt", o.email as "ownerEmail", u.skip_reason as "skipReason",
      u.fail_reason as "failReason",
      coalesce(d.blob_sha256 = u.blob_sha256 and d.title = u.name and d.file_owner is not distinct from o.email
        and d.removed_at is null, false) as "isStored"
    from uploads u
    left join users o on o.id = u.uploaded_by
    left join documents d on d.workspace_id = u.workspace_id and d.connector_id = u.connector_id
      and d.key_hash = sha256(convert_to(u.id::text, 'UTF8'))
    where u.workspace_id = ${workspaceId} and u.connector_id = ${connectorId} and u.seq > ${after}
    order by u.seq limit ${limit}`.execute(trx);
  return rows;
}

/** How many uploads aren't known to be without text. */
export async function countReadable(trx: Db, { workspaceId, connectorId }: Place): Promise<number> {
  const row = await trx
    .selectFrom("uploads")
    .select((eb) => eb.fn.countAll<number>().as("count"))
    .where("workspace_id", "=", workspaceId)
    .where("connector_id", "=", connectorId)
    .where("skip_reason", "is", null)
    .executeTakeFirst();
  return row?.count ?? 0;
}

/** The keys of documents whose file was deleted while a run was reading it. */
export async function readOrphans(trx: Db, { workspaceId, connectorId }: Place): Promise<string[]> {
  const { rows } = await sql<{ key: string }>`
    select d.key from documents d
    where d.workspace_id = ${workspaceId} and d.connector_id = ${connectorId} and d.removed_at is null
      and not exists (
        select from uploads u
        where u.workspace_id = d.workspace_id and u.connector_id = d.connector_id and u.id::text = d.key
      )
    order by d.key limit 10000`.execute(trx);
  return rows.map((row) => row.key);
}
