import { SourceError } from "#lib/connectors/source.ts";
import type { Decision } from "./decide.ts";
import type { FrontierPage } from "./frontier.ts";
import type { Refusal } from "./judge.ts";
import type { Visit } from "./visit.ts";

/** A finished page: how its visit ended, and what follows from it. */
export type Visited = {
  page: FrontierPage;
  kind: (Visit | Refusal)["kind"];
  decision: Decision;
  durationMs: number;
};

export type WindowOptions = {
  visit: (page: FrontierPage) => Promise<Visit>;
  /** Why a page isn't asked for; cheap, judged when its turn comes. */
  refuse: (page: FrontierPage) => Refusal | undefined;
  /** What follows from a visit; called once for each finished page, as soon as it is. */
  decide: (page: FrontierPage, visit: Visit | Refusal) => Decision;
  /** Documents that may still be read. */
  pagesLeft: number;
  /** Whether a page that asks to come back later is given up instead of pausing the run. */
  givesUpOnLimits: boolean;
};

type Ended = { page: FrontierPage; visit: Visit | Refusal; durationMs: number };

export const siteIsDown = (error: string) =>
  new SourceError("unavailable", `The site can't be read any more: ${error}`);

/** Finished pages that may wait to be stored, and their bytes: what bounds memory. */
const maxFinished = 256;
const maxFinishedBytes = 16_000_000;
/** Finished pages beyond the oldest unfinished one: what bounds a checkpoint. */
const maxAhead = 2000;
/** So many outages in a row, with nothing in between, are the site's and not the pages'. */
const outagesInARow = 20;

/**
 * Visits pages a few at a time, in order, as fast as the site allows and the store keeps up. Pages are given by `add` and
 * taken, finished, by `take`; meanwhile the window fills itself.
 */
export class VisitWindow {
  concurrency = 1;
  delayMs = 0;
  /** One page after the other, each taken before the next is asked for. */
  isCareful = false;
  /** Why nothing more is asked for: the site's wish, an outage, or an error of ours. */
  stopped: unknown;
  readonly inFlight = new Map<number, FrontierPage>();
  private readonly options: WindowOptions;
  private queue: FrontierPage[] = [];
  private next = 0;
  private finished: Visited[] = [];
  private finishedBytes = 0;
  /** Outages that nothing has followed yet. */
  private suspects: Ended[] = [];
  private limited: FrontierPage[] = [];
  private ahead = 0;
  private pagesLeft: number;
  private startAfter = 0;
  private timer: NodeJS.Timeout | undefined;
  private wake: (() => void) | undefined;

  constructor(options: WindowOptions) {
    this.options = options;
    this.pagesLeft = options.pagesLeft;
  }

  get waiting(): number {
    return this.queue.length - this.next;
  }

  get finishedCount(): number {
    return this.finished.length;
  }

  /** Whether what is finished should be stored now, without waiting for more. */
  get isPressing(): boolean {
    return (
      (this.isCareful && this.finished.length > 0) ||
      this.finished.length >= maxFinished / 2 ||
      this.finishedBytes >= maxFinishedBytes / 2
    );
  }

  /** Whether nothing more can happen before pages are added or taken. */
  get isStill(): boolean {
    return this.inFlight.size === 0 && (this.stopped !== undefined || this.waiting === 0 || !this.hasRoom);
  }

  add(pages: readonly FrontierPage[]): void {
    this.queue = [...this.queue.slice(this.next), ...pages];
    this.next = 0;
    this.fill();
  }

  /** Takes what is finished. `ahead` is how many finished pages lie beyond the oldest unfinished one. */
  take(): Visited[] {
    const taken = this.finished;
    this.finished = [];
    this.finishedBytes = 0;
    return taken;
  }

  setAhead(ahead: number): void {
    this.ahead = ahead;
    this.fill();
  }

  get hasSuspects(): boolean {
    return this.suspects.length > 0;
  }

  /** What failed wasn't the site's failing. */
  settleSuspects(): void {
    for (const ended of this.suspects.splice(0)) this.finish(ended);
  }

  /** The oldest page that isn't finished, or finished and not taken; undefined when there is none. */
  oldestOpen(): number | undefined {
    const open = [...this.inFlight.keys(), ...this.limited.map(({ seq }) => seq)];
    const waiting = this.queue[this.next];
    if (waiting) open.push(waiting.seq);
    for (const { page } of [...this.finished, ...this.suspects]) open.push(page.seq);
    return open.length === 0 ? undefined : Math.min(...open);
  }

  isInFlight(url: string): boolean {
    for (const page of this.inFlight.values()) if (page.url === url) return true;
    return false;
  }

  stop(reason: unknown): void {
    this.stopped ??= reason;
    this.wake?.();
  }

  /** Resolves when something has changed, or after a while. */
  async changed(timeoutMs: number): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    await new Promise<void>((resolve) => {
      this.wake = resolve;
      timer = setTimeout(resolve, timeoutMs);
    });
    clearTimeout(timer);
    this.wake = undefined;
  }

  close(): void {
    clearTimeout(this.timer);
    this.stop(new Error("closed"));
  }

  private get hasRoom(): boolean {
    if (this.isCareful && this.finished.length > 0) return false;
    return (
      this.finished.length + this.suspects.length < maxFinished &&
      this.finishedBytes < maxFinishedBytes &&
      this.ahead + this.finished.length < maxAhead
    );
  }

  private fill(): void {
    while (this.stopped === undefined && this.hasRoom) {
      const page = this.queue[this.next];
      if (!page) return;
      const refusal = this.options.refuse(page) ?? this.beyondLimit();
      if (refusal) {
        this.next++;
        this.finish({ page, visit: refusal, durationMs: 0 });
      } else if (this.mayStart()) {
        this.next++;
        void this.run(page);
      } else return;
    }
  }

  private beyondLimit(): Refusal | undefined {
    if (this.pagesLeft > 0) return undefined;
    return { kind: "skipped", reason: `over the limit of pages (max_pages)` };
  }

  private mayStart(): boolean {
    const atOnce = this.isCareful ? 1 : this.concurrency;
    if (this.inFlight.size >= atOnce || this.inFlight.size >= this.pagesLeft) return false;
    const now = performance.now();
    if (this.delayMs > 0 && now < this.startAfter) {
      this.timer ??= setTimeout(() => {
        this.timer = undefined;
        this.fill();
      }, this.startAfter - now);
      return false;
    }
    this.startAfter = now + this.delayMs;
    return true;
  }

  private async run(page: FrontierPage): Promise<void> {
    this.inFlight.set(page.seq, page);
    const started = performance.now();
    try {
      const visit = await this.options.visit(page);
      this.inFlight.delete(page.seq);
      this.settle({ page, visit, durationMs: Math.round(performance.now() - started) });
    } catch (error) {
      this.inFlight.delete(page.seq);
      this.limited.push(page);
      this.stop(error);
    }
    this.fill();
    this.wake?.();
  }

  private settle(ended: Ended): void {
    const { page, visit } = ended;
    if (visit.kind === "limited" && !this.options.givesUpOnLimits) {
      this.limited.push(page);
      const { retryAt } = visit;
      this.stop(new SourceError("rate_limited", "The site asks to come back later.", { retryAt }));
    } else if (visit.kind === "failed" && visit.isOutage) {
      this.suspects.push(ended);
      if (this.suspects.length < outagesInARow) return;
      this.stop(siteIsDown(visit.error));
    } else {
      this.settleSuspects();
      this.finish(ended);
    }
  }

  private finish({ page, visit, durationMs }: Ended): void {
    if (visit.kind === "found" || visit.kind === "unchanged") this.pagesLeft--;
    if (visit.kind === "found")
      this.finishedBytes += visit.finding.text.length + visit.finding.original.length;
    this.finished.push({ page, kind: visit.kind, decision: this.options.decide(page, visit), durationMs });
  }
}
