import { readAuditLog } from "#lib/audit/list.ts";
import type { AuditLogEntry } from "#lib/audit/schemas.ts";
import { assertAllowed, type Context, withTransaction } from "#lib/context.ts";
import { readConnector } from "./read-connectors.ts";

/**
 * What was done with a connector, its schedule, runs and documents, and by whom, the newest first. For everybody who
 * reads the connector: it tells nothing that they couldn't have seen.
 * @throws AppError `not_found`
 */
export function listConnectorActivity(
  ctx: Context,
  { connectorId, limit, cursor }: { connectorId: string; limit: number; cursor?: string },
): Promise<{ items: AuditLogEntry[]; next_cursor: string | null }> {
  assertAllowed(ctx, "connectors.read");
  return withTransaction(ctx, async (trx) => {
    await readConnector(ctx, trx, connectorId);
    return readAuditLog({ ...ctx, trx }, { connectorId, limit, cursor });
  });
}
