import { createHash } from "node:crypto";
import type { SourceItem } from "#lib/connectors/source.ts";
import { storableInstant, storableJson, storableText } from "./storable.ts";

/** A document as it is written. */
export type DocumentRow = {
  id: string;
  keyHash: Buffer;
  key: string;
  title: string;
  link: string | null;
  text: string;
  mime: string;
  sizeBytes: number;
  blob: string | null;
  contentHash: Buffer;
  fileOwner: string | null;
  author: string | null;
  language: string | null;
  /** JSON. */
  metadata: string;
  createdAt: string | null;
  modifiedAt: string | null;
};

/** What `documents.key_hash` and its kin hold: keys may be longer than an index row. */
export function keyHash(key: string): Buffer {
  return createHash("sha256").update(key).digest();
}

/** Makes a document of an item's content. */
export function documentRow(
  { key, title, link, content }: Extract<SourceItem, { kind: "content" }>,
  hash: Buffer,
  id: string,
): DocumentRow {
  const text = storableText(content.text);
  const row = {
    id,
    keyHash: hash,
    key: storableText(key),
    title: storableText(title ?? key),
    link: optional(link),
    text,
    mime: storableText(content.mime),
    sizeBytes: content.original?.sizeBytes ?? Buffer.byteLength(text),
    blob: content.original?.sha256 ?? null,
    fileOwner: optional(content.fileOwner),
    author: optional(content.author),
    language: optional(content.language),
    metadata: JSON.stringify(storableJson(content.metadata ?? {})),
    createdAt: storableInstant(content.createdAt),
    modifiedAt: storableInstant(content.modifiedAt),
  };
  return { ...row, contentHash: contentHash(row) };
}

/**
 * What makes a document differ. Not its dates, which servers bump without reason, nor its original bytes: a page
 * whose frame changed says the same.
 */
function contentHash(row: Omit<DocumentRow, "contentHash">): Buffer {
  const { title, link, mime, fileOwner, author, language, metadata } = row;
  return createHash("sha256")
    .update(JSON.stringify([title, link, mime, fileOwner, author, language, metadata]))
    .update(row.text)
    .digest();
}

function optional(text: string | undefined): string | null {
  return text === undefined ? null : storableText(text);
}
