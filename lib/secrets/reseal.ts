import { sql } from "kysely";
import type { Db } from "#db/client.ts";
import { withScope } from "#db/scope.ts";
import { type KeyRing, keyRing } from "./key-ring.ts";
import { openCredentials, sealCredentials } from "./seal.ts";

const batchSize = 100;

export type Resealed = {
  /** Sealed anew, under the newest key. */
  resealed: number;
  /** Ids of connectors whose credentials don't open with any key of the ring. They stay as they are. */
  unopened: string[];
};

/**
 * Seals every connector's credentials under the newest key, workspace by workspace, while everything runs: whoever
 * reads meanwhile opens the old or the new. Afterwards the older keys can be taken out of SECRETS_KEYS.
 */
export async function resealCredentials(db: Db, ring: KeyRing = keyRing()): Promise<Resealed> {
  const workspaces = await withScope(db, { system: true }, (trx) =>
    trx.selectFrom("workspaces").select("id").execute(),
  );
  const total: Resealed = { resealed: 0, unopened: [] };
  for (const { id } of workspaces) {
    for (let after = ""; ; ) {
      const batch = await withScope(db, { workspaceId: id }, (trx) => resealBatch(trx, ring, id, after));
      total.resealed += batch.resealed;
      total.unopened.push(...batch.unopened);
      if (batch.last === undefined) break;
      after = batch.last;
    }
  }
  return total;
}

async function resealBatch(trx: Db, ring: KeyRing, workspaceId: string, after: string) {
  const newest = Buffer.concat([Buffer.from([ring.newest.id.length]), Buffer.from(ring.newest.id)]);
  const { rows } = await sql<{ id: string; sealed: Buffer }>`
    select id, credentials_sealed as sealed from connectors
    where workspace_id = ${workspaceId} and id > ${after} and credentials_sealed is not null
      and substring(credentials_sealed from 1 for ${newest.length}) <> ${newest}
    order by id limit ${batchSize}
    for no key update`.execute(trx);
  const unopened: string[] = [];
  for (const { id, sealed } of rows) {
    const owner = { workspaceId, connectorId: id };
    const credentials = tryOpen(sealed, owner, ring);
    if (!credentials) {
      unopened.push(id);
      continue;
    }
    await trx
      .updateTable("connectors")
      .set({ credentials_sealed: sealCredentials(credentials, owner, ring) })
      .where("workspace_id", "=", workspaceId)
      .where("id", "=", id)
      .execute();
  }
  return { resealed: rows.length - unopened.length, unopened, last: rows.at(-1)?.id };
}

function tryOpen(sealed: Buffer, owner: { workspaceId: string; connectorId: string }, ring: KeyRing) {
  try {
    return openCredentials(sealed, owner, ring);
  } catch {
    return undefined;
  }
}
