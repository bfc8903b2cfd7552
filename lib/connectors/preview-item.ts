import type { PreviewItem, SourceItem } from "./source.ts";

/** An item as a preview shows it; none for what is gone: a preview shows what a run would find. */
export function previewItem(item: SourceItem): PreviewItem[] {
  const { key, title = key, link = null } = item;
  switch (item.kind) {
    case "content": {
      const { mime, original } = item.content;
      return [{ key, title, link, kind: "content", mime, sizeBytes: original?.sizeBytes || undefined }];
    }
    case "unchanged":
      return [{ key, title, link, kind: "content" }];
    case "skipped":
      return [{ key, title, link, kind: "skipped", reason: item.reason }];
    case "failed":
      return [{ key, title, link, kind: "failed", reason: item.error }];
    case "gone":
      return [];
  }
}
