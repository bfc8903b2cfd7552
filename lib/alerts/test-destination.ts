import { assertAllowed, type Context, withTransaction } from "#lib/context.ts";
import { lockDestination } from "./patch.ts";
import { addTestMessage } from "./watch.ts";

/** Sends a message that shows whether a destination is reached. @throws AppError `not_found` */
export function testDestination(
  ctx: Context,
  { destinationId }: { destinationId: string },
): Promise<{ id: string }> {
  assertAllowed(ctx, "alerts.write");
  const { workspaceId } = ctx;
  return withTransaction(ctx, async (trx) => {
    await lockDestination(ctx, trx, destinationId);
    return { id: await addTestMessage(trx, { workspaceId, destinationId, now: ctx.now() }) };
  });
}
