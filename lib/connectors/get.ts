import { assertAllowed, type Context, withTransaction } from "#lib/context.ts";
import type { ListedConnector } from "./listed-schemas.ts";
import { readConnector } from "./read-connectors.ts";

/** One connector with its version, for its `ETag`. @throws AppError `not_found` */
export async function getConnector(
  ctx: Context,
  { connectorId }: { connectorId: string },
): Promise<{ connector: ListedConnector; version: number }> {
  assertAllowed(ctx, "connectors.read");
  return withTransaction(ctx, (trx) => readConnector(ctx, trx, connectorId));
}
