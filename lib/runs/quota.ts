import type { Db } from "#db/client.ts";
import { withScope } from "#db/scope.ts";
import { env } from "#lib/env.ts";
import { readUsage } from "#lib/workspaces/usage.ts";

/** How much a workspace may still store; Infinity where nothing limits it. */
export type Room = { documents: number; bytes: number };

/** Counting again more often would cost more than it is worth. */
const countedEveryMs = 30_000;

/**
 * What one run may still store in its workspace, by MAX_DOCUMENTS and MAX_BYTES. It counts what is stored every half a
 * minute and what it adds itself in between: runs at the same time may exceed a limit by what they add meanwhile.
 */
export class Quota {
  private readonly db: Db;
  private readonly workspaceId: string;
  private left: Room | undefined;
  private countedAt = -Infinity;

  constructor(db: Db, workspaceId: string) {
    this.db = db;
    this.workspaceId = workspaceId;
  }

  /** @returns undefined when nothing is limited */
  async room(): Promise<Room | undefined> {
    const { MAX_DOCUMENTS, MAX_BYTES } = env();
    if (MAX_DOCUMENTS === 0 && MAX_BYTES === 0) return undefined;
    if (!this.left || performance.now() - this.countedAt >= countedEveryMs) {
      const used = await withScope(this.db, { workspaceId: this.workspaceId }, (trx) =>
        readUsage(trx, this.workspaceId),
      );
      this.left = {
        documents: roomFor(MAX_DOCUMENTS, used.documents),
        bytes: roomFor(MAX_BYTES, used.bytes),
      };
      this.countedAt = performance.now();
    }
    return this.left;
  }

  /** What a batch that was stored left. */
  keep(left: Room | undefined): void {
    this.left = left;
  }
}

function roomFor(most: number, used: number): number {
  return most === 0 ? Number.POSITIVE_INFINITY : Math.max(0, most - used);
}
