import { setTimeout as wait } from "node:timers/promises";
import type { Span } from "@opentelemetry/api";
import type { PgBoss } from "pg-boss";
import type { Db } from "#db/client.ts";
import { isTransientError } from "#db/errors.ts";
import { withScope } from "#db/scope.ts";
import {
  type Batch,
  type Json,
  type JsonObject,
  type ReadContext,
  type Source,
  SourceError,
} from "#lib/connectors/source.ts";
import type { Log } from "#lib/log.ts";
import { meters } from "#lib/metrics/meters.ts";
import { createScrub } from "#lib/secrets/scrub.ts";
import { SealedAway } from "#lib/secrets/seal.ts";
import type { BlobStore } from "#lib/storage/blobs.ts";
import { inSpan } from "#lib/tracing/span.ts";
import type { ActiveRun } from "./active-run.ts";
import { Care } from "./care.ts";
import { conclude, type Verdict, verdictOf } from "./conclude.ts";
import { LostLease } from "./lease.ts";
import { storeBatch } from "./ledger.ts";
import type { Counters } from "./outcome.ts";
import { Quota, type Room } from "./quota.ts";
import { readBatches } from "./read-batches.ts";
import { scrubbedItem } from "./scrubbed-item.ts";
import { Stopwatch } from "./stopwatch.ts";

/** What running needs from its process. */
export type Engine = {
  db: Db;
  boss: PgBoss;
  blobs: BlobStore;
  log: Log;
  /** The reader of a connector type. */
  sourceOf: (type: string) => Source<never>;
  openCredentials: (sealed: Buffer, owner: { workspaceId: string; connectorId: string }) => JsonObject;
  now: () => Date;
};

/** Pauses before a batch is stored again after the database failed: a fail-over takes seconds. */
const storeRetriesMs = [200, 1000, 3000];

/**
 * Reads a claimed run's source from its checkpoint, stores what it brings batch by batch, and ends the run or gives
 * it back. Never throws: what can't even be written down is left to the sweeper, when the lease has run out.
 */
export function executeRun(engine: Engine, active: ActiveRun): Promise<void> {
  const { workspaceId, runId, connectorId, type, attempt, traceparent } = active.claimed;
  const attributes = {
    "tributary.workspace_id": workspaceId,
    "tributary.connector_id": connectorId,
    "tributary.run_id": runId,
    "tributary.attempt": attempt,
  };
  return inSpan(`run ${type}`, { kind: "CONSUMER", traceparent, attributes }, (span) =>
    execute(engine, active, span),
  );
}

async function execute(engine: Engine, active: ActiveRun, span: Span): Promise<void> {
  const { workspaceId, runId, connectorId, jobId, type, attempt } = active.claimed;
  const log = engine.log.child({ workspaceId, runId, connectorId, jobId, attempt });
  const verdict = await read(engine, active);
  if (verdict.kind === "failed" && verdict.cause) log.error({ err: verdict.cause }, "run failed");
  try {
    const result = await conclude(engine, active.claimed, verdict);
    const seconds = (performance.now() - active.takenAt) / 1000;
    meters().runs.observe({ type, outcome: result }, seconds);
    span.setAttribute("tributary.outcome", result);
    log.info({ result, type, seconds }, "run left this worker");
  } catch (error) {
    if (error instanceof LostLease) log.warn("run belongs to another worker");
    else log.error({ err: error }, "run could not be concluded; it resumes when its lease has run out");
  }
}

async function read(engine: Engine, active: ActiveRun): Promise<Verdict> {
  const stopwatch = new Stopwatch(active.claimed.spent);
  let scrub = (text: string) => text;
  try {
    const opened = await openRun(engine, active);
    if (!opened) return { kind: "lost" };
    const quota = new Quota(engine.db, active.claimed.workspaceId);
    scrub = createScrub(opened.context.credentials);
    for await (const given of readBatches(opened.source.read(opened.context), active)) {
      stopwatch.lap("readingMs");
      const asked = onlyAsked(given, opened.context.onlyKeys);
      const batch = { ...asked, items: asked.items.map((item) => scrubbedItem(item, scrub)) };
      const size = { attributes: { "tributary.items": batch.items.length } };
      const { cancelRequested, counts, room } = await inSpan("store batch", size, async () =>
        storeWithRetries(engine, active, batch, await quota.room()),
      );
      quota.keep(room);
      countItems(active.claimed.type, counts);
      stopwatch.lap("storingMs");
      opened.care.stored(batch.items.length);
      if (cancelRequested) active.stop("cancelled");
    }
    return { kind: "finished" };
  } catch (error) {
    const verdict = verdictOf(error);
    return "reason" in verdict ? { ...verdict, reason: scrub(verdict.reason) } : verdict;
  } finally {
    stopwatch.lap("readingMs");
  }
}

function countItems(type: string, counts: Counters): void {
  for (const [outcome, count] of Object.entries(counts)) {
    if (count > 0) meters().items.inc({ type, outcome }, count);
  }
}

/** A retry is about its items alone, whatever a source makes of `onlyKeys`. */
function onlyAsked(batch: Batch, keys: string[] | null): Batch {
  if (!keys) return batch;
  const asked = new Set(keys);
  return { ...batch, items: batch.items.filter(({ key }) => asked.has(key)) };
}

async function openRun(
  engine: Engine,
  active: ActiveRun,
): Promise<{ source: Source<never>; context: ReadContext<never>; care: Care } | undefined> {
  const { workspaceId, connectorId, runId, checkpoint, onlyKeys } = active.claimed;
  const connector = await withScope(engine.db, { workspaceId }, (trx) =>
    trx
      .selectFrom("connectors")
      .select(["type", "slots", "credentials_sealed", "cursor", "quarantined"])
      .where("workspace_id", "=", workspaceId)
      .where("id", "=", connectorId)
      .executeTakeFirst(),
  );
  if (!connector) return undefined;
  const sealed = connector.credentials_sealed;
  const care = new Care(engine.db, active.claimed, connector.quarantined);
  return {
    care,
    source: engine.sourceOf(connector.type),
    context: {
      workspaceId,
      connectorId,
      runId,
      checkpoint,
      onlyKeys,
      slots: connector.slots as never,
      credentials: sealed ? open(engine, sealed, { workspaceId, connectorId }) : null,
      cursor: connector.cursor as Json,
      signal: active.signal,
      begin: (key) => care.begin(key),
      isCareful: () => care.isCareful,
      blobs: engine.blobs,
      inWorkspace: (work) => withScope(engine.db, { workspaceId }, work),
      progress: (at) => active.progress(at),
    },
  };
}

/** A key that isn't here may be at another worker, or come with this one's next start: the run waits for it. */
function open(engine: Engine, sealed: Buffer, owner: { workspaceId: string; connectorId: string }) {
  try {
    return engine.openCredentials(sealed, owner);
  } catch (error) {
    if (!(error instanceof SealedAway)) throw error;
    throw new SourceError("unavailable", error.message, { cause: error });
  }
}

async function storeWithRetries(engine: Engine, active: ActiveRun, batch: Batch, room: Room | undefined) {
  for (let failures = 0; ; failures++) {
    try {
      return await storeBatch(engine.db, active.claimed, batch, room);
    } catch (error) {
      const pauseMs = storeRetriesMs[failures];
      if (pauseMs === undefined || !isTransientError(error) || active.stopped) throw error;
      engine.log.warn({ err: error, runId: active.claimed.runId }, "batch will be stored again");
      await wait(pauseMs, undefined, { signal: active.signal }).catch(() => {});
    }
  }
}
