import { createHash, randomUUID } from "node:crypto";
import { sql } from "kysely";
import type { Db } from "#db/client.ts";
import { withScope } from "#db/scope.ts";
import type { Batch, Json, JsonObject, SourceItem } from "#lib/connectors/source.ts";
import { webScraperSlots } from "#lib/connectors/web_scraper/slots.ts";
import { createWebScraper } from "#lib/connectors/web_scraper/source.ts";
import { createGuardedFetch } from "#lib/net/fetch.ts";
import type { ExtractFile } from "#lib/sources/web/read-file.ts";
import type { BlobStore } from "#lib/storage/blobs.ts";

export type RunResult = {
  /** Outcome of each item by its path; `content` tells nothing of added or updated. */
  items: Record<string, string>;
  /** Paths of documents that were written. */
  written: string[];
  checkpoints: Json[];
  error: unknown;
};

/**
 * Runs the web source as the run engine does, one transaction a batch, and keeps documents where the frontier looks for
 * them. Small on purpose: it shows what the source says, without what an engine makes of it.
 */
export class SiteReader {
  readonly workspaceId = randomUUID();
  readonly connectorId = randomUUID();
  cursor: Json = null;
  checkpoint: Json = null;
  private readonly db: Db;
  private readonly blobs: BlobStore;
  private readonly slots: { url: string; [key: string]: unknown };
  private readonly options: { allow: string[]; credentials?: JsonObject; extractFile?: ExtractFile };

  constructor(
    db: Db,
    blobs: BlobStore,
    slots: { url: string; [key: string]: unknown },
    options: { allow: string[]; credentials?: JsonObject; extractFile?: ExtractFile },
  ) {
    this.db = db;
    this.blobs = blobs;
    this.slots = slots;
    this.options = options;
  }

  async open(): Promise<this> {
    await this.inWorkspace(async (trx) => {
      await sql`insert into workspaces (id, name) values (${this.workspaceId}, 'Test')`.execute(trx);
      await sql`insert into connectors (workspace_id, id, name, type, slots)
        values (${this.workspaceId}, ${this.connectorId}, 'Site', 'web_scraper', '{}')`.execute(trx);
    });
    return this;
  }

  inWorkspace = <T>(work: (trx: Db) => Promise<T>): Promise<T> =>
    withScope(this.db, { workspaceId: this.workspaceId }, work);

  /** Runs to the end, or until `stopAfter` batches are stored, or an error of the source, which is handed back. */
  async run(
    options: { stopAfter?: number; slots?: JsonObject; signal?: AbortSignal; onlyKeys?: string[] } = {},
  ): Promise<RunResult> {
    const result: RunResult = { items: {}, written: [], checkpoints: [], error: undefined };
    const fetch = createGuardedFetch({ allowPrivateHosts: this.options.allow });
    const slots = webScraperSlots.parse({
      extraction_type: "all",
      email: "ada@example.com",
      use_sitemap: false,
      ...this.slots,
      ...options.slots,
    });
    let stored = 0;
    try {
      const batches = createWebScraper(() => fetch, this.options.extractFile).read({
        workspaceId: this.workspaceId,
        connectorId: this.connectorId,
        runId: randomUUID(),
        slots,
        credentials: this.options.credentials ?? null,
        signal: options.signal ?? new AbortController().signal,
        checkpoint: this.checkpoint,
        cursor: this.cursor,
        onlyKeys: options.onlyKeys ?? null,
        begin: async () => undefined,
        isCareful: () => false,
        blobs: this.blobs,
        inWorkspace: this.inWorkspace,
        progress: () => {},
      });
      for await (const batch of batches) {
        await this.store(batch, result);
        if (++stored === options.stopAfter) return result;
      }
      this.checkpoint = null;
    } catch (error) {
      result.error = error;
    } finally {
      await fetch.close();
    }
    return result;
  }

  private async store(batch: Batch, result: RunResult): Promise<void> {
    // As the engine stores it: what isn't JSON doesn't survive.
    const checkpoint: Json = JSON.parse(JSON.stringify(batch.checkpoint));
    await this.inWorkspace(async (trx) => {
      for (const item of batch.items) await this.storeItem(trx, item, result);
      await batch.persist?.(trx);
    });
    this.checkpoint = checkpoint;
    if (batch.cursor !== undefined) this.cursor = batch.cursor;
    result.checkpoints.push(checkpoint);
  }

  private async storeItem(trx: Db, item: SourceItem, result: RunResult): Promise<void> {
    const path = item.key.replace(/^https?:\/\/[^/]+/, "");
    if (path in result.items) throw new Error(`${path} was told twice in one run.`);
    const reason = item.kind === "failed" ? item.error : "reason" in item ? item.reason : "";
    result.items[path] = reason ? `${item.kind}: ${reason}` : item.kind;
    const hash = createHash("sha256").update(item.key).digest();
    if (item.kind === "gone") {
      await sql`update documents set removed_at = now()
        where workspace_id = ${this.workspaceId} and connector_id = ${this.connectorId} and key_hash = ${hash}`.execute(
        trx,
      );
    }
    if (item.kind !== "content") return;
    const { content } = item;
    const contentHash = createHash("sha256")
      .update(JSON.stringify({ ...content, title: item.title }))
      .digest();
    const { numAffectedRows } = await sql`
      insert into documents (workspace_id, id, connector_id, key, key_hash, title, link, text, mime, content_hash, language,
        file_owner, metadata, blob_sha256)
      values (${this.workspaceId}, ${randomUUID()}, ${this.connectorId}, ${item.key}, ${hash}, ${item.title}, ${item.link},
        ${content.text}, ${content.mime}, ${contentHash}, ${content.language}, ${content.fileOwner},
        ${JSON.stringify(content.metadata ?? {})}, ${content.original?.sha256})
      on conflict (workspace_id, connector_id, key_hash) do update set title = excluded.title, text = excluded.text,
        content_hash = excluded.content_hash, file_owner = excluded.file_owner, removed_at = null
      where documents.content_hash <> excluded.content_hash or documents.removed_at is not null`.execute(trx);
    if (Number(numAffectedRows) > 0) result.written.push(path);
  }

  /** Live documents: text by path. */
  async documents(): Promise<Record<string, string>> {
    const { rows } = await this.inWorkspace((trx) =>
      sql<{
        key: string;
        text: string;
      }>`select key, text from documents where removed_at is null order by key`.execute(trx),
    );
    return Object.fromEntries(rows.map(({ key, text }) => [key.replace(/^https?:\/\/[^/]+/, ""), text]));
  }

  /** Paths in the frontier, in the order in which they are walked. */
  async frontier(): Promise<string[]> {
    const { rows } = await this.inWorkspace((trx) =>
      sql<{
        url: string;
      }>`select url from crawl_pages where connector_id = ${this.connectorId} order by seq`.execute(trx),
    );
    return rows.map(({ url }) => url.replace(/^https?:\/\/[^/]+/, ""));
  }
}
