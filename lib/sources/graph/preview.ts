import {
  type PreviewContext,
  type PreviewItem,
  type PreviewPart,
  SourceError,
} from "#lib/connectors/source.ts";
import { type MicrosoftSettings, openClient } from "./open-client.ts";
import { makePlan, type Plan, scopesOf } from "./plan.ts";
import { sampleItems } from "./sample.ts";

/** Shows what the addresses come to and the first items of each, as far as the limit goes. */
export async function* previewMicrosoft(
  context: PreviewContext<{ urls: string[] }>,
  settings: MicrosoftSettings,
): AsyncGenerator<PreviewPart> {
  const { client } = openClient(settings, context);
  const plan = await makePlan(client, context.slots.urls, {});
  const problems = plan.targets.filter(({ problem }) => problem);
  if (problems.length === plan.targets.length && problems[0]?.problem) throw problems[0].problem;
  yield { resolved: resolvedWords(plan) };
  for (const { address, problem } of problems) yield { note: `${address}: ${problem?.message}` };
  let shown = 0;
  for await (const item of itemsOf(client, plan)) {
    if (shown++ === context.limit) {
      yield { hasMore: true };
      return;
    }
    yield { items: [item] };
  }
  yield { estimatedTotal: shown, hasMore: false };
}

async function* itemsOf(client: Parameters<typeof sampleItems>[0], plan: Plan): AsyncGenerator<PreviewItem> {
  const seen = new Set<string>();
  for (const { feed: id, isWhole, itemIds } of scopesOf(plan.targets.filter(({ problem }) => !problem))) {
    const feed = plan.feeds.get(id);
    for (const itemId of isWhole ? [null] : itemIds) {
      if (!feed) continue;
      try {
        for await (const item of sampleItems(client, feed, itemId)) {
          if (!seen.has(item.key)) yield item;
          seen.add(item.key);
        }
      } catch (error) {
        if (!(error instanceof SourceError) || error.kind !== "misconfigured") throw error;
        yield {
          key: `${id}/${itemId}`,
          title: feed.name,
          link: feed.webUrl,
          kind: "failed",
          reason: error.message,
        };
      }
    }
  }
}

function resolvedWords({ targets, feeds }: Plan): string {
  const lines = scopesOf(targets).flatMap(({ feed, isWhole, itemIds }) => {
    const name = feeds.get(feed)?.name;
    if (!name) return [];
    return isWhole
      ? name
      : `${name}: ${itemIds.length === 1 ? "one item" : `${itemIds.length} items`} and what is below`;
  });
  return lines.join("\n");
}
