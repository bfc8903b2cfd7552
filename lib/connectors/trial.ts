import type { Db } from "#db/client.ts";
import { assertAllowed, type Context, withTransaction } from "#lib/context.ts";
import { AppError, type FieldError, invalid, notFound } from "#lib/errors.ts";
import { openCredentials, SealedAway } from "#lib/secrets/seal.ts";
import { assertSameAddress } from "./credentials-address.ts";
import { assertSlotsRefer, parseSlots } from "./parse-slots.ts";
import { typeSchema } from "./schemas.ts";
import type { ConnectorType } from "./slots.ts";
import type { JsonObject, TrialContext } from "./source.ts";
import type { TrialInput } from "./trial-schemas.ts";

/** How long a trial may take; `signal` aborts when whoever asked has left. */
export type TrialTime = { signal: AbortSignal; limitMs?: number };

/** What a trial reads the source with. Its slots were parsed by its type's schema, so a source may take them as its own. */
export type Trial = Omit<TrialContext<never>, "signal">;

/**
 * Validates settings as a creation would and, for an edit, opens the connector's credentials. Reads only.
 * @throws AppError `invalid` naming every wrong field, `not_found` for a connector
 */
export async function prepareTrial(ctx: Context, input: TrialInput): Promise<Trial> {
  assertAllowed(ctx, "connectors.write");
  const { type, connector_id: connectorId = null } = input;
  const parsed = parseSlots(type, input.slots);
  if ("errors" in parsed) throw invalid(parsed.errors);
  const { slots } = parsed;
  const stored = await withTransaction(ctx, async (trx) => {
    const connector = connectorId === null ? undefined : await readStored(ctx, trx, connectorId, type);
    await assertSlotsRefer(trx, type, slots);
    return connector;
  });
  const credentials = input.credentials === undefined ? storedCredentials(type, slots, stored) : given(input);
  return { workspaceId: ctx.workspaceId, connectorId, slots: slots as never, credentials };
}

/** What is wrong with the slots of a body whose shape is wrong elsewhere, so that a caller hears of all at once. */
export function slotErrors(body: unknown): FieldError[] {
  const { type, slots } = (body ?? {}) as { type?: unknown; slots?: unknown };
  const known = typeSchema.safeParse(type);
  if (!known.success) return [];
  const parsed = parseSlots(known.data, slots);
  return "errors" in parsed ? parsed.errors : [];
}

type Stored = { slots: JsonObject; open: () => JsonObject | null };

async function readStored(ctx: Context, trx: Db, id: string, type: ConnectorType): Promise<Stored> {
  const row = await trx
    .selectFrom("connectors")
    .select(["type", "slots", "credentials_sealed as sealed"])
    .where("workspace_id", "=", ctx.workspaceId)
    .where("id", "=", id)
    .executeTakeFirst();
  if (!row) throw notFound("connector", id);
  if (row.type !== type) {
    throw invalid([{ path: "type", message: `The connector “${id}” is of type ${row.type}, and stays so.` }]);
  }
  const { sealed } = row;
  const owner = { workspaceId: ctx.workspaceId, connectorId: id };
  return {
    slots: row.slots as JsonObject,
    open: () => (sealed ? openStored(sealed, owner) : null),
  };
}

function openStored(sealed: Buffer, owner: { workspaceId: string; connectorId: string }): JsonObject {
  try {
    return openCredentials(sealed, owner);
  } catch (error) {
    if (error instanceof SealedAway) throw new AppError("unavailable", error.message);
    throw error;
  }
}

function given({ credentials }: TrialInput): JsonObject | null {
  return credentials && Object.keys(credentials).length > 0 ? (credentials as JsonObject) : null;
}

function storedCredentials(type: ConnectorType, slots: JsonObject, stored: Stored | undefined) {
  const credentials = stored?.open() ?? null;
  if (stored && credentials) assertSameAddress(type, stored.slots, slots);
  return credentials;
}
