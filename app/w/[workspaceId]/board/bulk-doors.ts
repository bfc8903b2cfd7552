import { type Answer, type Refusal, send } from "#app/api-client.ts";
import type { BulkAnswer, BulkItem } from "#lib/schedules/bulk-schemas.ts";
import type { Parameters } from "./view.ts";

/** What to do to many, without to whom. */
export type Change =
  | { action: "run_now" | "resume" | "delete" }
  | { action: "pause"; reason?: string }
  | { action: "reschedule"; scheduler_type?: "cron"; scheduler_value?: string; timezone?: string }
  | { action: "reschedule"; schedules: { connector_id: string; scheduler_value: string }[] };

/** To whom: those that were ticked, or all that the list's filters let through. */
export type Target = { ids: string[] } | { filter: Parameters };

export type Outcome = { items: BulkItem[]; refusal?: Refusal };

const previewedAtOnce = 100;
const changedAtOnce = 20;

/**
 * Asks what a change would do, in parts, so that progress shows; nothing changes.
 * @param onItems hears of all items so far
 */
export async function preview(
  workspaceId: string,
  change: Change,
  target: Target,
  onItems: (items: BulkItem[]) => void,
): Promise<Outcome> {
  const ask = (body: object) => post(workspaceId, { ...change, ...body, dry_run: true });
  if ("ids" in target) return inParts(target.ids, previewedAtOnce, (ids) => ask(of(change, ids)), onItems);
  const items: BulkItem[] = [];
  let cursor: string | null = null;
  do {
    const answer: Answer<BulkAnswer> = await ask({ filter: target.filter, ...(cursor && { cursor }) });
    if (!answer.ok) return { items, refusal: answer.refusal };
    items.push(...answer.body.items);
    onItems([...items]);
    cursor = answer.body.next_cursor;
  } while (cursor);
  return { items };
}

/** Changes exactly the connectors named, few at once; `signal` stops it between two parts. */
export function carryOut(
  workspaceId: string,
  change: Change,
  ids: string[],
  { onItems, signal }: { onItems: (items: BulkItem[]) => void; signal: AbortSignal },
): Promise<Outcome> {
  return inParts(
    ids,
    changedAtOnce,
    (part) => post(workspaceId, { ...change, ...of(change, part) }),
    onItems,
    signal,
  );
}

/** A change that has a value for each connector names them with it. */
function of(change: Change, ids: string[]) {
  if (!("schedules" in change)) return { connector_ids: ids };
  return { schedules: change.schedules.filter(({ connector_id: id }) => ids.includes(id)) };
}

async function inParts(
  ids: string[],
  atOnce: number,
  ask: (part: string[]) => Promise<Answer<BulkAnswer>>,
  onItems: (items: BulkItem[]) => void,
  signal?: AbortSignal,
): Promise<Outcome> {
  const items: BulkItem[] = [];
  for (let at = 0; at < ids.length && !signal?.aborted; at += atOnce) {
    const answer = await ask(ids.slice(at, at + atOnce));
    if (!answer.ok) return { items, refusal: answer.refusal };
    items.push(...answer.body.items);
    onItems([...items]);
  }
  return { items };
}

function post(workspaceId: string, body: object): Promise<Answer<BulkAnswer>> {
  return send("POST", `/v1/workspaces/${workspaceId}/schedules/bulk`, body);
}
