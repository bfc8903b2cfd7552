import type { PreviewItem, PreviewPart } from "#lib/connectors/source.ts";
import { withoutOrder } from "#lib/sources/atlassian/without-order.ts";
import { fileSkipReason } from "#lib/sources/vendor/load-file.ts";
import { linkOf, titleOf } from "./document.ts";
import { inListingOrder } from "./jql.ts";
import { asQueryError } from "./open-tracker.ts";
import type { Attachment, Listed } from "./schemas.ts";
import type { JiraSlots } from "./slots.ts";
import type { Tracker } from "./tracker.ts";

type Wanted = { slots: JiraSlots; limit: number };

/** The first issues of the query with their files, and about how many there are. */
export async function* previewJira({ slots, limit }: Wanted, tracker: Tracker): AsyncGenerator<PreviewPart> {
  const jql = withoutOrder(slots.jql_query);
  yield { resolved: jql };
  const page = await tracker
    .list(inListingOrder(slots.jql_query), null, limit + 1)
    .catch((error: unknown) => {
      throw asQueryError(error);
    });
  const items = page.issues.flatMap((issue) => itemsOf(issue, slots, tracker.site.root));
  const hasMore = page.next !== null || items.length > limit;
  yield { items: items.slice(0, limit), hasMore, estimatedTotal: await tracker.count(jql) };
  const { search_children_issues: children, search_parent_issues: parents } = slots.config;
  const kin = [children && "children", parents && "parents"].filter(Boolean).join(" and ");
  if (kin) yield { note: `The ${kin} of these issues are read too; they aren't shown or counted here.` };
}

function itemsOf(issue: Listed, { config }: JiraSlots, root: string): PreviewItem[] {
  const item: PreviewItem = {
    key: issue.id,
    title: titleOf(issue),
    link: linkOf(root, issue.key),
    kind: "content",
    mime: "text/markdown",
  };
  const files = config.include_attachments ? (issue.fields.attachment ?? []) : [];
  return [item, ...files.map((file) => fileItem(issue, file))];
}

function fileItem(issue: Listed, file: Attachment): PreviewItem {
  const about = {
    key: `${issue.id}/attachment/${file.id}`,
    title: file.filename,
    link: file.content ?? null,
    mime: file.mimeType ?? undefined,
    sizeBytes: file.size,
  };
  const reason = fileSkipReason(file.mimeType, file.size);
  return reason === undefined ? { ...about, kind: "content" } : { ...about, kind: "skipped", reason };
}
