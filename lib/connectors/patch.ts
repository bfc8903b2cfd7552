import { sql } from "kysely";
import type { Db } from "#db/client.ts";
import { recordAudit } from "#lib/audit/record.ts";
import { assertAllowed, type Context, withTransaction } from "#lib/context.ts";
import { invalid, notFound } from "#lib/errors.ts";
import { assertFresh } from "#lib/http/etag.ts";
import { sealCredentials } from "#lib/secrets/seal.ts";
import { assertSameAddress } from "./credentials-address.ts";
import type { ConnectorPatch, ListedConnector } from "./listed-schemas.ts";
import { assertSlotsRefer, parseSlots } from "./parse-slots.ts";
import { readConnector } from "./read-connectors.ts";
import type { ConnectorType } from "./slots.ts";
import type { JsonObject } from "./source.ts";
import { toldChange } from "./told-change.ts";

export type PatchConnectorInput = ConnectorPatch & { connectorId: string; ifMatch: string | null };

/**
 * Changes a connector's name, slots or credentials; what isn't given stays. Slots are validated as at creation. A run
 * under way goes on with what it began with. Credentials aren't taken along to another address. Other credentials, or none, make a connector healthy until a run finds
 * otherwise.
 * @throws AppError `not_found`; `stale` when it changed since `ifMatch`; `invalid` naming every wrong slot
 */
export function patchConnector(
  ctx: Context,
  { connectorId, ifMatch, name, slots, credentials }: PatchConnectorInput,
): Promise<{ connector: ListedConnector; version: number }> {
  assertAllowed(ctx, "connectors.write");
  return withTransaction(ctx, async (trx) => {
    const before = await lockConnector(ctx, trx, connectorId);
    assertFresh(ifMatch, before.version);
    const type = before.type as ConnectorType;
    const change = {
      ...(name === undefined ? {} : { name }),
      ...(slots === undefined ? {} : { slots: await validSlots(trx, type, slots) }),
    };
    if (change.slots && before.has_credentials && credentials === undefined) {
      assertSameAddress(type, before.slots as JsonObject, change.slots);
    }
    await trx
      .updateTable("connectors")
      .set({
        ...change,
        ...(change.slots ? { slots: JSON.stringify(change.slots) } : {}),
        ...(credentials === undefined ? {} : sealed(ctx, connectorId, credentials)),
        version: before.version + 1,
        updated_at: ctx.now(),
      })
      .where("workspace_id", "=", ctx.workspaceId)
      .where("id", "=", connectorId)
      .execute();
    await recordAudit(ctx, trx, {
      action: "connector.update",
      targetType: "connector",
      targetId: connectorId,
      details: toldChange(before, { ...change, credentials }),
    });
    return readConnector(ctx, trx, connectorId);
  });
}

async function lockConnector(ctx: Context, trx: Db, id: string) {
  const row = await trx
    .selectFrom("connectors")
    .select(["name", "type", "slots", "version"])
    .select(sql<boolean>`credentials_sealed is not null`.as("has_credentials"))
    .where("workspace_id", "=", ctx.workspaceId)
    .where("id", "=", id)
    .forNoKeyUpdate()
    .executeTakeFirst();
  if (!row) throw notFound("connector", id);
  return row;
}

async function validSlots(trx: Db, type: ConnectorType, given: unknown): Promise<JsonObject> {
  const parsed = parseSlots(type, given);
  if ("errors" in parsed) throw invalid(parsed.errors);
  await assertSlotsRefer(trx, type, parsed.slots);
  return parsed.slots;
}

function sealed(ctx: Context, connectorId: string, credentials: ConnectorPatch["credentials"]) {
  const isSome = credentials && Object.keys(credentials).length > 0;
  const owner = { workspaceId: ctx.workspaceId, connectorId };
  return {
    health: "ok",
    credentials_sealed: isSome ? sealCredentials(credentials as JsonObject, owner) : null,
  };
}
