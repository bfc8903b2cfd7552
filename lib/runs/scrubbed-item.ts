import type { SourceItem } from "#lib/connectors/source.ts";

/** An item whose words about what went wrong hold no secret any more. */
export function scrubbedItem(item: SourceItem, scrub: (text: string) => string): SourceItem {
  switch (item.kind) {
    case "failed":
      return { ...item, error: scrub(item.error) };
    case "skipped":
    case "gone":
      return { ...item, reason: scrub(item.reason) };
    case "content":
    case "unchanged":
      return item;
  }
}
