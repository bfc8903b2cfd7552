import { previewItem } from "#lib/connectors/preview-item.ts";
import type { PreviewItem, PreviewPart, SourceItem } from "#lib/connectors/source.ts";
import { decide, type KeepOriginal, linksNotFollowed } from "./decide.ts";
import { type FrontierPage, type StoredPage, urlHash } from "./frontier.ts";
import { judgePage, type Policy, type Refusal } from "./judge.ts";
import { peekFile } from "./read-file.ts";
import type { CrawlSettings } from "./settings.ts";
import { contentItem, type Decided, standings, twinDecision } from "./settle.ts";
import type { SiteClient } from "./site-client.ts";
import { visitAllowedPage } from "./visit.ts";
import { type Visited, VisitWindow } from "./window.ts";

export type PreviewWalkOptions = {
  settings: CrawlSettings;
  policy: Policy;
  client: SiteClient;
  signal: AbortSignal;
  limit: number;
  now: () => Date;
};

type Address = { url: string; depth: number };
type Told = { page: FrontierPage; item: SourceItem };

/** Politer than a run: a person waits, but for few pages. */
const concurrency = 4;
const changedWithinMs = 1000;

/** Nothing is stored: an original is as long as it is, and nowhere. */
const keepNothing: KeepOriginal = async (original) =>
  "blob" in original ? original.blob : { sha256: "", sizeBytes: original.length };

/** The first pages of a crawl, in the order of a run, with its frontier in memory. */
export class PreviewWalk {
  readonly policy: Policy;
  private readonly options: PreviewWalkOptions;
  private readonly window: VisitWindow;
  private readonly known = new Set<string>();
  private queue: Address[] = [];
  private next = 0;
  /** Pages asked for, by their addresses. */
  private readonly asked = new Set<string>();
  /** Pages that are asked for, or come next, and aren't decided yet. */
  private readonly open = new Set<string>();
  private readonly waited = new Set<string>();
  private readonly stored: StoredPage[] = [];
  private held: Decided[] = [];
  /** Pages that the settings leave out: told without asking the site. */
  private refusals: SourceItem[] = [];
  private refused = 0;
  private documents = 0;

  constructor(options: PreviewWalkOptions) {
    const { settings, policy, client, signal, now } = options;
    this.options = options;
    this.policy = policy;
    const tools = { client, readFile: peekFile, signal, now };
    this.window = new VisitWindow({
      visit: (page) => visitAllowedPage(page, false, tools),
      refuse: () => undefined,
      decide: (page, visit) => decide(page, visit, policy, keepNothing),
      pagesLeft: settings.maxPages,
      givesUpOnLimits: false,
    });
    this.add({ url: policy.start, depth: 0 });
  }

  add(address: Address): void {
    if (this.known.has(address.url)) return;
    this.known.add(address.url);
    this.queue.push(address);
  }

  /** How many of the addresses that are known a run would read. */
  async estimate(): Promise<number> {
    const { client, settings } = this.options;
    const answer = await client.robots(this.policy.start);
    const allows = (url: string) => answer.kind !== "rules" || answer.robots.allows(new URL(url));
    const wanted = this.queue.filter((page) => !judgePage(page, this.policy) && allows(page.url));
    return Math.min(wanted.length, settings.maxPages);
  }

  async *readPages(delayS: number): AsyncGenerator<PreviewPart> {
    const { window } = this;
    window.delayMs = delayS * 1000;
    window.concurrency = delayS > 0 ? 1 : concurrency;
    try {
      for (;;) {
        this.options.signal.throwIfAborted();
        this.refill();
        if (window.isStill && window.finishedCount === 0) window.settleSuspects();
        if (window.finishedCount > 0) yield { items: await this.settle(window.take(), false) };
        else if (window.isStill) break;
        else await window.changed(changedWithinMs);
      }
      yield { items: await this.settle([], true) };
      if (window.stopped !== undefined) throw window.stopped;
      yield this.ending();
    } finally {
      window.close();
    }
  }

  private refill(): void {
    const { limit } = this.options;
    while (this.asked.size < limit && this.window.stopped === undefined) {
      const address = this.queue[this.next];
      if (!address) return;
      this.next++;
      if (this.asked.has(address.url)) continue;
      const refusal = judgePage(address, this.policy);
      if (refusal) this.refuse(address, refusal);
      else {
        this.asked.add(address.url);
        this.open.add(address.url);
        this.window.add([frontierPage(address, this.asked.size)]);
      }
    }
  }

  /** Half of what is shown at most: a sitemap of pages that are left out shouldn't hide those that are read. */
  private refuse(address: Address, refusal: Refusal): void {
    this.open.delete(address.url);
    if (++this.refused > this.options.limit / 2) return;
    const { item } = decide(frontierPage(address, 0), refusal, this.policy, keepNothing);
    if (item) this.refusals.push(item);
  }

  /** What is told of finished pages; those that wait for another page are told with it, or at the end. */
  private async settle(visited: readonly Visited[], isLast: boolean): Promise<PreviewItem[]> {
    const aside: SourceItem[] = [];
    const told: Told[] = [];
    for (const { page, decision } of visited.toSorted((a, b) => a.page.seq - b.page.seq)) {
      this.open.delete(page.url);
      for (const link of decision.found) this.add(link);
      if (decision.item) told.push({ page, item: decision.item });
      aside.push(...linksNotFollowed(page, decision));
    }
    told.push(...(await this.settleTexts([...this.held, ...visited], isLast)));
    const inOrder = told.toSorted((a, b) => a.page.seq - b.page.seq).map(({ item }) => item);
    return [...inOrder, ...aside, ...this.refusals.splice(0)].flatMap(previewItem);
  }

  private async settleTexts(decided: readonly Decided[], isLast: boolean): Promise<Told[]> {
    const candidates = decided.flatMap((one) =>
      one.decision.store ? [{ ...one, store: one.decision.store }] : [],
    );
    const found = standings(candidates, {
      stored: this.stored,
      isInFlight: (url) => !isLast && this.open.has(url),
      mayWait: (url) => !isLast && !this.waited.has(url),
    });
    const result: Told[] = [];
    this.held = [];
    for (const candidate of candidates) {
      const standing = found.get(candidate);
      if (standing?.kind === "hold") this.held.push(candidate);
      else if (standing?.kind === "requeue") this.awaitCanonical(candidate);
      else if (standing?.kind === "twin") {
        const { item } = twinDecision(candidate, standing.of);
        if (item) result.push({ page: candidate.page, item });
      } else {
        const { page, store } = candidate;
        this.stored.push({ url: page.url, seq: page.seq, contentHash: store.contentHash });
        this.documents++;
        result.push({ page, item: await contentItem(candidate, this.options.settings.fileOwner) });
      }
    }
    return result;
  }

  /** The page that it calls canonical comes next. */
  private awaitCanonical(candidate: Decided): void {
    const { page, decision } = candidate;
    const url = decision.store?.canonical;
    this.waited.add(page.url);
    this.held.push(candidate);
    if (url === undefined || this.asked.has(url)) return;
    this.known.add(url);
    this.open.add(url);
    this.queue.splice(this.next, 0, { url, depth: page.depth });
  }

  private ending(): PreviewPart {
    const rest = this.queue.slice(this.next).some(({ url }) => !this.asked.has(url));
    const hasMore = rest || this.refused > this.options.limit / 2;
    return { hasMore, ...(!rest && { estimatedTotal: this.documents }) };
  }
}

/** A page of which nothing is known. */
function frontierPage({ url, depth }: Address, seq: number): FrontierPage {
  const nothing = { etag: null, lastModified: null, goneRuns: 0, bodyHash: null, contentHash: null };
  return { hash: urlHash(url), seq, url, depth, ...nothing, isDocument: false };
}
