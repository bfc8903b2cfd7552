import { sql } from "kysely";
import { v7 as uuid } from "uuid";
import type { Db } from "#db/client.ts";
import { recordAudit } from "#lib/audit/record.ts";
import { assertAllowed, type Context, userOf, withTransaction } from "#lib/context.ts";
import { AppError, invalid } from "#lib/errors.ts";
import { FetchError } from "#lib/net/fetch-error.ts";
import { judgeUrl } from "#lib/net/judge-url.ts";
import { presentDestination, shownColumns } from "./present.ts";
import type { DestinationWithSecret, NewDestination } from "./schemas.ts";
import { newSigningSecret } from "./secret.ts";

/** More would make each trouble a flood. */
const atMost = 50;

/**
 * Adds a destination of alerts. The answer is the only place where a webhook's secret ever is.
 * @throws AppError `invalid` for an address that isn't public, `conflict` when there are fifty already
 */
export function createDestination(ctx: Context, input: NewDestination): Promise<DestinationWithSecret> {
  assertAllowed(ctx, "alerts.write");
  if (input.type === "webhook") assertPublic(input.address);
  const { workspaceId } = ctx;
  const id = uuid();
  const signing = input.type === "webhook" ? newSigningSecret({ workspaceId, destinationId: id }) : undefined;
  return withTransaction(ctx, async (trx) => {
    await assertRoom(ctx, trx);
    const row = await trx
      .insertInto("alert_destinations")
      .values({
        workspace_id: workspaceId,
        id,
        ...input,
        secret_sealed: signing?.sealed ?? null,
        created_by: userOf(ctx.actor),
        created_at: ctx.now(),
      })
      .returning(shownColumns)
      .executeTakeFirstOrThrow();
    await recordAudit(ctx, trx, {
      action: "alert_destination.create",
      targetType: "alert_destination",
      targetId: id,
      details: input,
    });
    return { ...presentDestination(row), secret: signing?.secret ?? null };
  });
}

function assertPublic(address: string): void {
  try {
    judgeUrl(new URL(address));
  } catch (error) {
    if (!(error instanceof FetchError)) throw error;
    throw invalid([{ path: "address", message: error.message }]);
  }
}

async function assertRoom(ctx: Context, trx: Db): Promise<void> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from alert_destinations where workspace_id = ${ctx.workspaceId}`.execute(
    trx,
  );
  if ((rows[0]?.count ?? 0) < atMost) return;
  throw new AppError("conflict", `A workspace has at most ${atMost} destinations. Delete one first.`);
}
