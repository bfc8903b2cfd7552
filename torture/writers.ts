import { randomUUID } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import { pick } from "./rounds.ts";

/** What a connector must be like, as far as its writer was told. */
export type Expected = { name: string; value: string; state: "active" | "paused" };

export type WriterOptions = {
  /** Where the web server listens now; another one after each of its deaths. */
  origin: () => string;
  workspaceId: string;
  token: string;
  random: () => number;
  /** How many it keeps, about; 20 unless told. */
  connectors?: number;
};

type Answer = { status: number; isRepeat: boolean };

const retryMs = 50;
const values = ["0 0 1 1 *", "0 0 1 2 *", "0 0 1 3 *", "30 4 1 1 *"];

/**
 * Somebody who creates, changes and deletes connectors over HTTP, one thing after the other, and repeats each request
 * with its `Idempotency-Key` until it is answered, whoever died meanwhile. So what was answered is known exactly.
 */
export class Writer {
  readonly expected = new Map<string, Expected>();
  /** Requests that were repeated because no answer came, or an honest 503. */
  repeats = 0;
  writes = 0;
  /** How long each write took, repeats included. */
  readonly tookMs: number[] = [];
  private readonly options: WriterOptions;
  private readonly stopping = new AbortController();
  private readonly ended: Promise<void>;

  constructor(options: WriterOptions) {
    this.options = options;
    this.ended = this.work();
    // Whoever stops it hears of what went wrong.
    this.ended.catch(() => {});
  }

  /** Ends after the write under way. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await this.ended;
  }

  private async work(): Promise<void> {
    while (!this.stopping.signal.aborted) {
      const began = performance.now();
      await this.write();
      this.tookMs.push(performance.now() - began);
      this.writes += 1;
      await wait(100 * this.options.random());
    }
  }

  private async write(): Promise<void> {
    const { random, connectors = 20 } = this.options;
    const ids = [...this.expected.keys()];
    if (ids.length < connectors / 4 || (ids.length < connectors && random() < 0.4)) return this.create();
    const id = pick(random, ids);
    return pick(random, [this.rename, this.reschedule, this.pause, this.resume, this.remove]).call(this, id);
  }

  private async create(): Promise<void> {
    const id = `w-${randomUUID()}`;
    const value = pick(this.options.random, values);
    const query = new URLSearchParams({ scheduler_type: "cron", scheduler_value: value });
    const path = `/v1/connector/create_connector/${this.options.workspaceId}?${query}`;
    const { status } = await this.send("POST", path, { id, name: id, type: "upload", slots: {} });
    this.demand(status === 201, `create ${id}`, status);
    this.expected.set(id, { name: id, value, state: "active" });
  }

  private async rename(id: string): Promise<void> {
    const name = `n-${randomUUID()}`;
    const { status } = await this.send("PATCH", this.pathOf(id), { name });
    this.demand(status === 200, `rename ${id}`, status);
    this.know(id, { name });
  }

  private async reschedule(id: string): Promise<void> {
    const value = pick(this.options.random, values);
    const { status } = await this.send("PATCH", this.pathOf(id, "schedules"), { scheduler_value: value });
    this.demand(status === 200, `reschedule ${id}`, status);
    this.know(id, { value });
  }

  private async pause(id: string): Promise<void> {
    const { status } = await this.send("POST", `${this.pathOf(id)}/pause`, {});
    this.demand(status === 200, `pause ${id}`, status);
    this.know(id, { state: "paused" });
  }

  private async resume(id: string): Promise<void> {
    const { status } = await this.send("POST", `${this.pathOf(id)}/resume`, {});
    this.demand(status === 200, `resume ${id}`, status);
    this.know(id, { state: "active" });
  }

  private async remove(id: string): Promise<void> {
    const { status, isRepeat } = await this.send("DELETE", this.pathOf(id));
    // The first of several may have been done, and its answer lost.
    this.demand(status === 204 || (status === 404 && isRepeat), `delete ${id}`, status);
    this.expected.delete(id);
  }

  private pathOf(id: string, resource = "connectors"): string {
    return `/v1/workspaces/${this.options.workspaceId}/${resource}/${id}`;
  }

  private know(id: string, change: Partial<Expected>): void {
    const known = this.expected.get(id);
    if (known) this.expected.set(id, { ...known, ...change });
  }

  private demand(isSo: boolean, what: string, status: number): void {
    if (!isSo) throw new Error(`${what} was answered ${status}.`);
  }

  private async send(method: string, path: string, body?: object): Promise<Answer> {
    const { origin, token } = this.options;
    const headers = {
      authorization: `Bearer ${token}`,
      "content-type": "application/json",
      "idempotency-key": randomUUID(),
    };
    for (let isRepeat = false; ; isRepeat = true, this.repeats += 1) {
      const response = await fetch(`${origin()}${path}`, {
        method,
        headers,
        body: body ? JSON.stringify(body) : null,
        signal: AbortSignal.timeout(30_000),
      }).catch(() => undefined);
      await response?.arrayBuffer().catch(() => {});
      if (response && response.status !== 503) return { status: response.status, isRepeat };
      await wait(retryMs);
    }
  }
}
