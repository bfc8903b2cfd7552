import { sql } from "kysely";
import type { Db } from "#db/client.ts";
import { contains } from "#db/contains.ts";
import { assertAllowed, type Context, withTransaction } from "#lib/context.ts";
import { readTimeCursor, timePage } from "#lib/http/time-cursor.ts";
import type { ListedConnector } from "./listed-schemas.ts";
import { connectorIdSchema } from "./names.ts";
import { presentListed, selectConnectors, withStanding } from "./read-connectors.ts";

export type ConnectorFilter = {
  q?: string;
  type?: string;
  state?: string;
  health?: string;
  collection_id?: string;
  limit: number;
  cursor?: string;
};
export type ConnectorPage = { items: ListedConnector[]; next_cursor: string | null };

const isConnectorId = (text: string) => connectorIdSchema.safeParse(text).success;

/** A workspace's connectors, the newest first, each with its schedule, last run and number of documents. */
export async function listConnectors(ctx: Context, filter: ConnectorFilter): Promise<ConnectorPage> {
  assertAllowed(ctx, "connectors.read");
  const after = filter.cursor === undefined ? undefined : readTimeCursor(filter.cursor, isConnectorId);
  const rows = await withTransaction(ctx, (trx) =>
    withStanding(trx, pageOf(ctx, trx, filter, after))
      .orderBy("p.created_at", "desc")
      .orderBy("p.id", "desc")
      .execute(),
  );
  return timePage(rows, filter.limit, presentListed);
}

function pageOf(ctx: Context, trx: Db, filter: ConnectorFilter, after: [string, string] | undefined) {
  const { q, type, state, health, collection_id: collectionId } = filter;
  let page = selectConnectors(ctx, trx);
  if (q) page = page.where((eb) => eb.or([contains("c.name", q), contains("c.id", q)]));
  if (type !== undefined) page = page.where("c.type", "=", type);
  if (state !== undefined) page = page.where("s.state", "=", state);
  if (health !== undefined) page = page.where("c.health", "=", health);
  if (collectionId !== undefined) {
    page = page.where(({ exists, selectFrom }) =>
      exists(
        selectFrom("connector_collections as cc")
          .select("cc.connector_id")
          .whereRef("cc.workspace_id", "=", "c.workspace_id")
          .whereRef("cc.connector_id", "=", "c.id")
          .where("cc.collection_id", "=", collectionId),
      ),
    );
  }
  if (after) page = page.where(sql<boolean>`(c.created_at, c.id) < (${after[0]}::timestamptz, ${after[1]})`);
  return page
    .orderBy("c.created_at", "desc")
    .orderBy("c.id", "desc")
    .limit(filter.limit + 1);
}
