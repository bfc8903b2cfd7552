import { type Batch, SourceError, type SourceItem } from "#lib/connectors/source.ts";
import { pauseHost } from "#lib/sources/host-share.ts";
import { type Changes, isEmpty, noChanges, saveChanges } from "./changes.ts";
import { type Decision, decide, linksNotFollowed } from "./decide.ts";
import { countPages, type FrontierOwner, type FrontierPage, findStored, readFrontier } from "./frontier.ts";
import { judgePage, type Policy, policyOf, type Refusal } from "./judge.ts";
import { demandTurn, type RunContext } from "./run-context.ts";
import { type Checkpoint, nextCursor } from "./settings.ts";
import { contentItem, type Decided, standings, twinDecision } from "./settle.ts";
import { crawlDelayS } from "./site-client.ts";
import { findOutage, type Visit, visitAllowedPage } from "./visit.ts";
import { siteIsDown, type Visited, VisitWindow } from "./window.ts";

const frontierPiece = 256;
const frontierLow = 64;
const batchAtLeastMs = 1000;
const shareEveryMs = 10_000;
/** Beyond the pages that may be read, so many more addresses are kept. */
const frontierSpare = 100_000;
/** After so many pauses without a page in between, a page that asks for another one is given up. */
const pausesAtMost = 5;
const rememberedUrls = 50_000;

/** One run's walk over its frontier. */
export class CrawlRun {
  checkpoint: Checkpoint;
  private readonly context: RunContext;
  private readonly owner: FrontierOwner;
  private readonly policy: Policy;
  private readonly trusts: boolean;
  /** The only pages to read, by their keys; undefined for all. */
  private readonly only: ReadonlySet<string> | undefined;
  private readonly window: VisitWindow;
  /** Addresses that were put into the frontier lately: most links lead to them. */
  private readonly remembered = new Set<string>();
  /** Finished pages beyond the checkpoint's cursor. */
  private readonly ahead: Set<number>;
  private held: Visited[] = [];
  private readonly waited = new Set<string>();
  private known = 0;
  private lastSeq: number;
  private isDrained = false;
  private batchAt = 0;
  private shareAt = 0;

  constructor(context: RunContext, checkpoint: Checkpoint) {
    const { read, settings } = context;
    this.context = context;
    this.owner = { workspaceId: read.workspaceId, connectorId: read.connectorId };
    this.checkpoint = checkpoint;
    this.trusts = nextCursor(read.cursor, settings).trusts;
    this.only = read.onlyKeys ? new Set(read.onlyKeys) : undefined;
    this.lastSeq = checkpoint.cursor;
    this.ahead = new Set(checkpoint.ahead);
    this.policy = policyOf(settings, checkpoint);
    this.window = new VisitWindow({
      visit: (page) => this.visit(page),
      refuse: (page) => judgePage(page, this.policy),
      decide: (page, visit) => this.decide(page, visit),
      pagesLeft: settings.maxPages - checkpoint.pages,
      givesUpOnLimits: checkpoint.pauses >= pausesAtMost,
    });
    this.window.isCareful = read.isCareful();
  }

  async *readPages(): AsyncGenerator<Batch> {
    const { read, tools } = this.context;
    this.known = await read.inWorkspace((trx) => countPages(trx, this.owner));
    await this.setPace();
    this.batchAt = performance.now();
    try {
      for (;;) {
        tools.signal.throwIfAborted();
        await this.refill();
        await this.judgeSuspects();
        if (this.isBatchDue()) yield* this.nextBatch();
        else if (this.isAtEnd()) break;
        else await this.window.changed(batchAtLeastMs);
        await this.keepPace();
      }
      if (this.window.stopped !== undefined) yield* this.lastBatch(this.window.stopped);
    } finally {
      this.window.close();
    }
  }

  private async visit(page: FrontierPage): Promise<Visit> {
    const { tools, read } = this.context;
    read.progress({ stage: "reading pages", current: page.url, total: this.known });
    const refusal = await read.begin(page.url);
    if (refusal) return { kind: "failed", error: refusal, isOutage: false };
    return visitAllowedPage(page, this.trusts && page.isDocument, tools);
  }

  /** Decides while the store is busy: originals are on their way to the disk, and known links needn't be kept. */
  private decide(page: FrontierPage, visit: Visit | Refusal): Decision {
    const decision = decide(page, visit, this.policy, async (original) => {
      return "blob" in original ? original.blob : this.context.read.blobs.put(original.bytes);
    });
    // Awaited with its batch; until then a failure is no unhandled one.
    decision.store?.original.catch(() => {});
    return { ...decision, found: decision.found.filter(({ url }) => !this.remembered.has(url)) };
  }

  private async setPace(): Promise<void> {
    const { concurrency } = this.context;
    this.shareAt = performance.now();
    const runs = await demandTurn(this.context);
    const delayS = await crawlDelayS(this.policy.start, this.context.tools.client);
    this.window.delayMs = delayS * 1000 * runs;
    this.window.concurrency = delayS > 0 ? 1 : Math.max(1, Math.floor(concurrency / runs));
  }

  private async keepPace(): Promise<void> {
    if (performance.now() - this.shareAt < shareEveryMs || this.window.stopped !== undefined) return;
    try {
      await this.setPace();
    } catch (error) {
      this.window.stop(error);
    }
  }

  private async refill(): Promise<void> {
    const { window } = this;
    while (!this.isDrained && window.waiting < frontierLow && window.stopped === undefined) {
      const pages = await this.context.read.inWorkspace((trx) =>
        readFrontier(trx, this.owner, this.lastSeq, frontierPiece, this.only),
      );
      this.isDrained = pages.length < frontierPiece;
      this.lastSeq = pages.at(-1)?.seq ?? this.lastSeq;
      window.add(pages.filter(({ seq }) => !this.ahead.has(seq)));
    }
  }

  /** Outages that nothing followed, at the end: the start page, asked once more, tells whether they are the site's. */
  private async judgeSuspects(): Promise<void> {
    const { window } = this;
    const hasSome = window.finishedCount + this.held.length > 0;
    if (!window.hasSuspects || !window.isStill || hasSome || window.stopped !== undefined) return;
    const outage = await findOutage(this.policy.start, this.context.tools);
    if (outage === undefined) window.settleSuspects();
    else window.stop(siteIsDown(outage));
  }

  private isBatchDue(): boolean {
    const { window } = this;
    const hasSome = window.finishedCount + this.held.length > 0;
    if (window.isPressing || (window.isStill && hasSome)) return true;
    return window.finishedCount > 0 && performance.now() - this.batchAt >= batchAtLeastMs;
  }

  private isAtEnd(): boolean {
    const { window } = this;
    return window.isStill && (window.stopped !== undefined || (this.isDrained && window.finishedCount === 0));
  }

  private async *nextBatch(): AsyncGenerator<Batch> {
    this.batchAt = performance.now();
    const visited = [...this.held, ...this.window.take()].sort((a, b) => a.page.seq - b.page.seq);
    this.held = [];
    const changes = noChanges();
    const { settled, items } = await this.settle(visited, changes);
    for (const { page, decision, durationMs } of settled) {
      if (decision.item) items.push({ ...decision.item, durationMs });
      if (decision.state) changes.states.push({ page, state: decision.state });
      if (decision.remove) changes.removed.push(page.hash);
      this.follow(page, decision, changes, items);
    }
    this.advance(visited);
    this.countPages(visited, items);
    yield this.batch(items, changes);
    this.window.isCareful = this.context.read.isCareful();
    this.window.setAhead(this.checkpoint.ahead.length);
  }

  /** Decides between pages that say the same, and stores the originals of those that become documents. */
  private async settle(decided: readonly Visited[], changes: Changes) {
    const candidates = decided.flatMap((one) =>
      one.decision.store ? [{ ...one, store: one.decision.store }] : [],
    );
    // What this batch says of a page is newer than what the frontier says.
    const told = new Set(decided.filter(({ kind }) => kind !== "unchanged").map(({ page }) => page.url));
    const earlier = await this.storedLike(candidates.map(({ store }) => store));
    const stored = earlier.filter(({ url }) => !told.has(url));
    const found = standings(candidates, {
      stored,
      isInFlight: (url) => this.window.isInFlight(url),
      mayWait: (url) => !this.only && !this.waited.has(url),
    });
    const settled: Decided[] = decided.filter(({ decision }) => !decision.store);
    const documents: Promise<SourceItem>[] = [];
    for (const candidate of candidates) {
      const standing = found.get(candidate);
      if (standing?.kind === "hold") this.held.push(candidate);
      else if (standing?.kind === "requeue") this.requeue(candidate, changes);
      else if (standing?.kind === "twin") {
        settled.push({ ...candidate, decision: twinDecision(candidate, standing.of) });
      } else {
        settled.push(candidate);
        documents.push(contentItem(candidate, this.context.settings.fileOwner));
      }
    }
    return { settled, items: await Promise.all(documents) };
  }

  private async storedLike(stores: readonly { contentHash: Buffer; canonical: string | undefined }[]) {
    if (stores.length === 0) return [];
    const hashes = stores.map(({ contentHash }) => contentHash);
    const urls = stores.flatMap(({ canonical }) => canonical ?? []);
    return this.context.read.inWorkspace((trx) => findStored(trx, this.owner, hashes, urls));
  }

  /** The page that it calls canonical goes first; then it is looked at once more. */
  private requeue({ page, decision }: Decided, changes: Changes): void {
    this.waited.add(page.url);
    if (decision.store?.canonical) changes.found.push({ url: decision.store.canonical, depth: page.depth });
    changes.requeued.push(page.hash);
  }

  private follow(page: FrontierPage, decision: Decision, changes: Changes, items: SourceItem[]): void {
    const { settings } = this.context;
    const full = this.known + changes.found.length >= settings.maxPages + frontierSpare;
    for (const link of decision.found) {
      if (this.remembered.has(link.url)) continue;
      if (full) {
        if (!this.checkpoint.isFull) items.push(this.fullItem());
        this.checkpoint = { ...this.checkpoint, isFull: true };
        break;
      }
      if (this.remembered.size >= rememberedUrls) this.remembered.clear();
      this.remembered.add(link.url);
      changes.found.push(link);
    }
    items.push(...linksNotFollowed(page, decision));
  }

  private fullItem(): SourceItem {
    const reason = `links beyond ${this.known} addresses are not followed: raise max_pages to follow more`;
    const { start } = this.policy;
    return { key: `${start}#links-beyond-the-limit`, link: start, kind: "skipped", reason };
  }

  /** Moves the checkpoint behind everything that is finished and told. */
  private advance(visited: readonly Visited[]): void {
    for (const { page } of visited) this.ahead.add(page.seq);
    for (const { page } of this.held) this.ahead.delete(page.seq);
    const open = Math.min(this.window.oldestOpen() ?? Infinity, ...this.held.map(({ page }) => page.seq));
    const cursor = open === Infinity ? this.lastSeq : open - 1;
    for (const seq of this.ahead) if (seq <= cursor) this.ahead.delete(seq);
    this.checkpoint = { ...this.checkpoint, cursor, ahead: [...this.ahead] };
  }

  private countPages(visited: readonly Visited[], items: readonly SourceItem[]): void {
    const read = visited.filter(({ kind }) => kind === "found" || kind === "unchanged").length;
    const pauses = items.length > 0 ? 0 : this.checkpoint.pauses;
    this.checkpoint = { ...this.checkpoint, pages: this.checkpoint.pages + read - this.held.length, pauses };
  }

  private batch(items: SourceItem[], changes: Changes): Batch {
    if (isEmpty(changes)) return { items: this.told(items), checkpoint: this.checkpoint };
    const before = this.known;
    const persist: Batch["persist"] = async (trx) => {
      const added = await saveChanges(trx, this.owner, changes);
      this.known = before + added - changes.removed.length;
      if (added + changes.requeued.length > 0) this.isDrained = false;
    };
    return { items: this.told(items), checkpoint: this.checkpoint, persist };
  }

  /** A run that reads some items alone names no other, and ends none. */
  private told(items: SourceItem[]): SourceItem[] {
    const { only } = this;
    if (!only) return items;
    const named = items.filter(({ key }) => only.has(key));
    return named.map((item) => (item.kind === "gone" ? { ...item, kind: "skipped" } : item));
  }

  /** Leaves word for the next worker, and for other runs on the host, before the run stops. */
  private async *lastBatch(reason: unknown): AsyncGenerator<Batch> {
    const until =
      reason instanceof SourceError && reason.kind === "rate_limited" ? reason.retryAt : undefined;
    if (until) {
      this.checkpoint = { ...this.checkpoint, pauses: this.checkpoint.pauses + 1 };
      yield {
        items: [],
        checkpoint: this.checkpoint,
        persist: (trx) => pauseHost(trx, this.context.host, until),
      };
    }
    throw reason;
  }
}
