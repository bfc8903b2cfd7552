import type { Db } from "#db/client.ts";
import { withScope } from "#db/scope.ts";
import type { ClaimedRun } from "./claim.ts";
import { LostLease } from "./lease.ts";
import { storableText } from "./storable.ts";

/** What is told of an item that stopped the worker again and again. */
export const quarantineReason =
  "It stopped the worker three times, so it is left alone. Retry it to have it read once more.";

/** So many items are read carefully after a death: those that were being read when it happened are among them. */
const carefulFor = 1000;

/**
 * Finds the item that kills its workers. Nothing is told while all goes well. After a death each item's key is written
 * down before it is read, so that the next death leaves the name of what was in hand.
 */
export class Care {
  private readonly db: Db;
  private readonly run: ClaimedRun;
  private readonly quarantined: ReadonlySet<string>;
  private carefulLeft: number;

  constructor(db: Db, run: ClaimedRun, quarantined: readonly string[]) {
    this.db = db;
    this.run = run;
    this.quarantined = new Set(quarantined);
    this.carefulLeft = run.deaths > 0 ? carefulFor : 0;
  }

  get isCareful(): boolean {
    return this.carefulLeft > 0;
  }

  /** Items were stored, and nobody died. */
  stored(items: number): void {
    this.carefulLeft = Math.max(0, this.carefulLeft - items);
  }

  /** @returns why the item must be left alone, if so @throws LostLease */
  async begin(key: string): Promise<string | undefined> {
    if (this.quarantined.has(storableText(key))) return quarantineReason;
    if (this.isCareful) await this.writeDown(storableText(key));
    return undefined;
  }

  private async writeDown(key: string): Promise<void> {
    const { workspaceId, runId, leaseToken } = this.run;
    const { numUpdatedRows } = await withScope(this.db, this.run, (trx) =>
      trx
        .updateTable("runs")
        .set({ in_hand: key })
        .where("workspace_id", "=", workspaceId)
        .where("id", "=", runId)
        .where("lease_token", "=", leaseToken)
        .where("state", "=", "running")
        .executeTakeFirst(),
    );
    if (numUpdatedRows === 0n) throw new LostLease(runId);
  }
}
