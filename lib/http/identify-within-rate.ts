import { addressKey, clientAddress } from "#lib/auth/client-address.ts";
import { type Identity, identify } from "#lib/auth/identify.ts";
import type { Services } from "#lib/context.ts";
import { env } from "#lib/env.ts";
import { AppError } from "#lib/errors.ts";
import { RequestRate } from "./request-rate.ts";

// One for the process, whichever bundle a door is in.
const holder = globalThis as typeof globalThis & { tributaryRate?: RequestRate };

/**
 * Who asks, if they don't ask too often. An address that was refused too often isn't looked up any more.
 * @throws AppError `too_many_requests`, or as `identify` does
 */
export async function identifyWithinRate(
  { db, lookups = db }: Pick<Services, "db" | "lookups">,
  request: Request,
  workspaceId: string | null,
): Promise<Identity> {
  holder.tributaryRate ??= new RequestRate(env().REQUESTS_PER_MINUTE);
  const rate = holder.tributaryRate;
  const address = `address ${addressKey(clientAddress(request.headers))}`;
  rate.assertLeft(address);
  try {
    const identity = await identify(lookups, request, workspaceId);
    const { actor } = identity;
    rate.take(actor.type === "token" ? actor.tokenId : actor.sessionId);
    return identity;
  } catch (error) {
    if (error instanceof AppError && error.kind === "unauthenticated") rate.take(address);
    throw error;
  }
}
