import type { Db } from "#db/client.ts";
import type {
  Batch,
  PreviewContext,
  PreviewItem,
  PreviewPart,
  ReadContext,
  Source,
  SourceItem,
} from "#lib/connectors/source.ts";
import { type Extraction, ExtractionError } from "#lib/extract/extraction.ts";
import type { FileToExtract } from "#lib/extract/extractor.ts";
import { removedReason } from "./delete-file.ts";
import { uploadKey } from "./internal.ts";
import { countReadable, type PendingUpload, readOrphans, readUploads } from "./pending.ts";
import type { UploadSlots } from "./slots.ts";

type Extract = (file: FileToExtract) => Promise<Extraction>;

const pageSize = 200;
/** A batch ends with this many files read, or this much text, so that progress shows and a crash repeats little. */
const batchFiles = 20;
const batchCharacters = 2_000_000;

/** Loaded with the first file that is read: web processes, which check and preview, extract nothing. */
const extractInChild: Extract = async (file) =>
  (await import("#lib/extract/extract-file.ts")).extractFile(file);

/** Reads the files that people uploaded. The checkpoint is the `seq` of the last file read. */
export function createUpload(extract: Extract = extractInChild): Source<UploadSlots> {
  return {
    deletions: "tombstones",
    check: async () => [
      { stage: "reachable", ok: true, message: "Files are kept here; there is nothing to reach." },
    ],
    preview,
    read: (context) => read(context, extract),
  };
}

/** The files that it holds. One that no run has read yet may turn out to have no text. */
async function* preview(context: PreviewContext<UploadSlots>): AsyncGenerator<PreviewPart> {
  const { connectorId, workspaceId, limit } = context;
  if (connectorId === null) {
    yield { estimatedTotal: 0, note: "Files are uploaded once the connector exists." };
    return;
  }
  const place = { connectorId, workspaceId };
  const { uploads, estimatedTotal } = await context.inWorkspace(async (trx) => ({
    uploads: await readUploads(trx, place, { after: 0, limit: limit + 1 }),
    estimatedTotal: await countReadable(trx, place),
  }));
  yield { items: uploads.slice(0, limit).map(previewOf), estimatedTotal, hasMore: uploads.length > limit };
  if (uploads.length === 0) yield { note: "No file has been uploaded yet." };
}

function previewOf({ id, name, mime, sizeBytes, skipReason }: PendingUpload): PreviewItem {
  const file = { key: uploadKey(id), title: name, link: null, mime, sizeBytes };
  return skipReason === null
    ? { ...file, kind: "content" }
    : { ...file, kind: "skipped", reason: skipReason };
}

async function* read(context: ReadContext<UploadSlots>, extract: Extract): AsyncGenerator<Batch> {
  let after = typeof context.checkpoint === "number" ? context.checkpoint : 0;
  for (;;) {
    const page = await context.inWorkspace((trx) => readUploads(trx, context, { after, limit: pageSize }));
    if (page.length === 0) break;
    for await (const { items, seq } of batches(context, page, extract)) {
      after = seq;
      yield { items, checkpoint: after, persist: (trx) => rememberOutcomes(trx, context, page, items) };
    }
  }
  const orphans = await context.inWorkspace((trx) => readOrphans(trx, context));
  yield { items: orphans.map((key) => ({ key, kind: "gone", reason: removedReason })), checkpoint: after };
}

async function* batches(
  context: ReadContext<UploadSlots>,
  page: readonly PendingUpload[],
  extract: Extract,
): AsyncGenerator<{ items: SourceItem[]; seq: number }> {
  let items: SourceItem[] = [];
  let files = 0;
  let characters = 0;
  for (const upload of page) {
    context.signal.throwIfAborted();
    context.progress({ current: upload.name, stage: "reading files" });
    const item = await itemOf(context, upload, extract);
    items.push(item);
    if (item.kind !== "unchanged") files += 1;
    if (item.kind === "content") characters += item.content.text.length;
    const isLast = upload === page.at(-1);
    if (!isLast && files < batchFiles && characters < batchCharacters) continue;
    yield { items, seq: upload.seq };
    [items, files, characters] = [[], 0, 0];
  }
}

async function itemOf(
  context: ReadContext<UploadSlots>,
  upload: PendingUpload,
  extract: Extract,
): Promise<SourceItem> {
  const base = { key: uploadKey(upload.id), title: upload.name };
  if (upload.isStored) return { ...base, kind: "unchanged" };
  if (upload.skipReason !== null) return { ...base, kind: "skipped", reason: upload.skipReason };
  const refusal = await context.begin(base.key);
  if (refusal) return { ...base, kind: "failed", error: refusal };
  const began = performance.now();
  const took = () => Math.round(performance.now() - began);
  try {
    const path = await context.blobs.path(upload.sha256);
    const extraction = await extract({ path, name: upload.name, mime: upload.mime, signal: context.signal });
    return { ...base, kind: "content", durationMs: took(), content: contentOf(upload, extraction) };
  } catch (error) {
    context.signal.throwIfAborted();
    if (!(error instanceof ExtractionError)) throw error;
    const reason = error.message;
    return error.outcome === "skipped"
      ? { ...base, kind: "skipped", durationMs: took(), reason }
      : { ...base, kind: "failed", durationMs: took(), error: reason };
  }
}

function contentOf(upload: PendingUpload, extraction: Extraction) {
  const { text, mime, author, language, createdAt, modifiedAt, title, metadata } = extraction;
  return {
    text,
    mime,
    original: { sha256: upload.sha256, sizeBytes: upload.sizeBytes },
    fileOwner: upload.ownerEmail ?? undefined,
    author,
    language,
    createdAt,
    modifiedAt: modifiedAt ?? upload.uploadedAt,
    // With the hash, other bytes that say the same are a change too, and the document gets its new original.
    metadata: { ...metadata, ...(title === undefined ? {} : { title }), sha256: upload.sha256 },
  };
}

/** What became of a file is kept beside it. One without text isn't read again until it is replaced. */
async function rememberOutcomes(
  trx: Db,
  { workspaceId, connectorId }: ReadContext<UploadSlots>,
  page: readonly PendingUpload[],
  items: readonly SourceItem[],
): Promise<void> {
  for (const item of items) {
    const upload = page.find(({ id }) => uploadKey(id) === item.key);
    if (!upload || item.kind === "unchanged") continue;
    const skip_reason = item.kind === "skipped" ? item.reason : null;
    const fail_reason = item.kind === "failed" ? item.error : null;
    if (skip_reason === upload.skipReason && fail_reason === upload.failReason) continue;
    await trx
      .updateTable("uploads")
      .set({ skip_reason, fail_reason })
      .where("workspace_id", "=", workspaceId)
      .where("connector_id", "=", connectorId)
      .where("id", "=", upload.id)
      .where("seq", "=", upload.seq)
      .execute();
  }
}

export const upload: Source<UploadSlots> = createUpload();
