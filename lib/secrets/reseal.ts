import { type RawBuilder, type SqlBool, sql } from "kysely";
import type { Db } from "#db/client.ts";
import { type Scope, withScope } from "#db/scope.ts";
import { type KeyRing, keyRing } from "./key-ring.ts";
import { openCredentials, type SecretOwner, sealCredentials } from "./seal.ts";

const batchSize = 100;

export type Resealed = {
  /** Sealed anew, under the newest key. */
  resealed: number;
  /** Ids of connectors, destinations and users whose secrets don't open with any key of the ring. They stay as they are. */
  unopened: string[];
};

/** Where secrets of one kind are kept, in one scope. */
type Place = {
  scope: Scope;
  table: "connectors" | "users" | "alert_destinations";
  column: "credentials_sealed" | "totp_sealed" | "secret_sealed";
  /** The scope again, as a condition: row-level security is the second lock, never the only one. */
  isOwn: RawBuilder<SqlBool>;
  /** Before every id. */
  start: string;
  owner: (id: string) => SecretOwner;
};

const firstUuid = "00000000-0000-0000-0000-000000000000";

const factors: Place = {
  scope: { identity: true },
  table: "users",
  column: "totp_sealed",
  isOwn: sql<SqlBool>`true`,
  start: firstUuid,
  owner: (userId) => ({ userId }),
};

const credentialsOf = (workspaceId: string): Place => ({
  scope: { workspaceId },
  table: "connectors",
  column: "credentials_sealed",
  isOwn: sql<SqlBool>`workspace_id = ${workspaceId}`,
  start: "",
  owner: (connectorId) => ({ workspaceId, connectorId }),
});

const signingSecretsOf = (workspaceId: string): Place => ({
  scope: { workspaceId },
  table: "alert_destinations",
  column: "secret_sealed",
  isOwn: sql<SqlBool>`workspace_id = ${workspaceId}`,
  start: firstUuid,
  owner: (destinationId) => ({ workspaceId, destinationId }),
});

/**
 * Seals every connector's credentials, every webhook's secret and every second factor under the newest key, while
 * everything runs: whoever reads meanwhile opens the old or the new. Afterwards the older keys can be taken out of
 * SECRETS_KEYS.
 */
export async function resealCredentials(db: Db, ring: KeyRing = keyRing()): Promise<Resealed> {
  const workspaces = await withScope(db, { system: true }, (trx) =>
    trx.selectFrom("workspaces").select("id").execute(),
  );
  const places = [factors, ...workspaces.flatMap(({ id }) => [credentialsOf(id), signingSecretsOf(id)])];
  const total: Resealed = { resealed: 0, unopened: [] };
  for (const place of places) {
    for (let after = place.start; ; ) {
      const batch = await withScope(db, place.scope, (trx) => resealBatch(trx, ring, place, after));
      total.resealed += batch.resealed;
      total.unopened.push(...batch.unopened);
      if (batch.last === undefined) break;
      after = batch.last;
    }
  }
  return total;
}

async function resealBatch(trx: Db, ring: KeyRing, place: Place, after: string) {
  const newest = Buffer.concat([Buffer.from([ring.newest.id.length]), Buffer.from(ring.newest.id)]);
  const [table, column] = [sql.table(place.table), sql.ref(place.column)];
  const { rows } = await sql<{ id: string; sealed: Buffer }>`
    select id, ${column} as sealed from ${table}
    where ${place.isOwn} and id > ${after} and ${column} is not null
      and substring(${column} from 1 for ${newest.length}) <> ${newest}
    order by id limit ${batchSize}
    for no key update`.execute(trx);
  const unopened: string[] = [];
  for (const { id, sealed } of rows) {
    const secrets = tryOpen(sealed, place.owner(id), ring);
    if (!secrets) {
      unopened.push(id);
      continue;
    }
    const anew = sealCredentials(secrets, place.owner(id), ring);
    await sql`update ${table} set ${column} = ${anew} where ${place.isOwn} and id = ${id}`.execute(trx);
  }
  return { resealed: rows.length - unopened.length, unopened, last: rows.at(-1)?.id };
}

function tryOpen(sealed: Buffer, owner: SecretOwner, ring: KeyRing) {
  try {
    return openCredentials(sealed, owner, ring);
  } catch {
    return undefined;
  }
}
