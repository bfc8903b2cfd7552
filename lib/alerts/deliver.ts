import { sql } from "kysely";
import type { Db } from "#db/client.ts";
import { withScope } from "#db/scope.ts";
import type { GuardedFetch } from "#lib/net/fetch.ts";
import { openCredentials } from "#lib/secrets/seal.ts";
import { sendEmail } from "./send/email.ts";
import { type Message, readMessage } from "./send/message.ts";
import type { Outcome } from "./send/outcome.ts";
import { postWebhook } from "./send/webhook.ts";

export type Mailroom = { db: Db; fetch: GuardedFetch; now: () => Date };

type Ref = { workspaceId: string; id: string; attempts: number };

const minuteS = 60;
const hourS = 60 * minuteS;
/** After each failed attempt, as Standard Webhooks proposes; then it is given up. */
export const retriesS = [
  5,
  5 * minuteS,
  30 * minuteS,
  2 * hourS,
  5 * hourS,
  10 * hourS,
  14 * hourS,
  20 * hourS,
  24 * hourS,
];
/** Longer than any attempt takes: a message whose worker died is tried again then. */
const claimS = 60;
const atOnce = 10;

/**
 * Sends the messages that are due, and writes down what came of each. A message whose worker dies between sending and
 * writing is sent again, with the same id. @returns how many were tried
 */
export async function deliverDue(mailroom: Mailroom): Promise<number> {
  const claimed = await claim(mailroom.db);
  await Promise.all(claimed.map((ref) => deliver(mailroom, ref)));
  return claimed.length;
}

function claim(db: Db): Promise<Ref[]> {
  return withScope(db, { system: true }, async (trx) => {
    const { rows } = await sql<Ref>`
      update alert_deliveries set next_at = now() + make_interval(secs => ${claimS}), attempts = attempts + 1
      where (workspace_id, id) in (
        select workspace_id, id from alert_deliveries where state = 'waiting' and next_at <= now()
        order by next_at limit ${atOnce} for update skip locked
      )
      returning workspace_id as "workspaceId", id, attempts`.execute(trx);
    return rows;
  });
}

async function deliver(mailroom: Mailroom, ref: Ref): Promise<void> {
  const { db, now } = mailroom;
  const letter = await withScope(db, ref, async (trx) => ({
    destination: await readDestination(trx, ref),
    message: await readMessage(trx, ref),
  }));
  const began = performance.now();
  const outcome = await send(mailroom, ref, letter);
  const ms = Math.round(performance.now() - began);
  await withScope(db, ref, (trx) =>
    record(trx, ref, { destinationId: letter.destination.id, outcome, ms, at: now() }),
  );
}

async function readDestination(trx: Db, { workspaceId, id }: Ref) {
  return trx
    .selectFrom("alert_deliveries as m")
    .innerJoin("alert_destinations as d", (join) =>
      join.onRef("d.workspace_id", "=", "m.workspace_id").onRef("d.id", "=", "m.destination_id"),
    )
    .select(["d.id", "d.type", "d.address", "d.secret_sealed"])
    .where("m.workspace_id", "=", workspaceId)
    .where("m.id", "=", id)
    .executeTakeFirstOrThrow();
}

type Letter = { destination: Awaited<ReturnType<typeof readDestination>>; message: Message };

async function send({ fetch, now }: Mailroom, { workspaceId, id }: Ref, letter: Letter): Promise<Outcome> {
  const { destination, message } = letter;
  const { type, address, secret_sealed: sealed } = destination;
  try {
    if (type === "email") return await sendEmail({ id, to: address, message });
    const { secret } = openCredentials(sealed ?? Buffer.alloc(0), {
      workspaceId,
      destinationId: destination.id,
    });
    return await postWebhook(fetch, { id, url: address, secret: String(secret), message, now: now() });
  } catch (error) {
    return { kind: "failed", status: null, error: error instanceof Error ? error.message : String(error) };
  }
}

type Attempt = { destinationId: string; outcome: Outcome; ms: number; at: Date };

async function record(trx: Db, ref: Ref, { destinationId, outcome, ms, at }: Attempt): Promise<void> {
  const isDelivered = outcome.kind === "delivered";
  const nextAt = isDelivered ? undefined : nextTry(ref.attempts, outcome, at);
  const entry = {
    at: at.toISOString(),
    status: outcome.status,
    ms,
    error: isDelivered ? null : outcome.error,
  };
  await sql`
    update alert_deliveries set
      state = ${isDelivered ? "delivered" : nextAt ? "waiting" : "failed"}, next_at = ${nextAt ?? at},
      log = log || ${JSON.stringify([entry])}::jsonb
    where workspace_id = ${ref.workspaceId} and id = ${ref.id}`.execute(trx);
  if (isDelivered || nextAt) return;
  await trx
    .updateTable("alert_destinations")
    .set({ disabled_at: at, disabled_reason: outcome.error })
    .where("workspace_id", "=", ref.workspaceId)
    .where("id", "=", destinationId)
    .where("disabled_at", "is", null)
    .execute();
}

/** When it is tried again: after a pause that grows, or later if the receiver asks for it; undefined to give it up. */
function nextTry(attempts: number, { retryAt, isGone }: Extract<Outcome, { kind: "failed" }>, now: Date) {
  const pauseS = retriesS[attempts - 1];
  if (isGone || pauseS === undefined) return undefined;
  const usual = now.getTime() + pauseS * 1000;
  const latest = now.getTime() + 24 * hourS * 1000;
  return new Date(Math.min(Math.max(usual, retryAt?.getTime() ?? 0), latest));
}
