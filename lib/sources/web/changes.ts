import type { Db } from "#db/client.ts";
import {
  addPages,
  type FrontierOwner,
  type FrontierPage,
  type PageState,
  removePages,
  requeuePages,
  savePages,
} from "./frontier.ts";

/** What one batch changes in the frontier. */
export type Changes = {
  found: { url: string; depth: number }[];
  states: { page: FrontierPage; state: PageState }[];
  removed: Buffer[];
  requeued: Buffer[];
};

export function noChanges(): Changes {
  return { found: [], states: [], removed: [], requeued: [] };
}

export function isEmpty(changes: Changes): boolean {
  return Object.values(changes).every((list) => list.length === 0);
}

/** Writes a batch's changes; repeating it changes nothing more. @returns how many pages were new */
export async function saveChanges(trx: Db, owner: FrontierOwner, changes: Changes): Promise<number> {
  const added = await addPages(trx, owner, changes.found);
  await savePages(trx, owner, changes.states);
  await removePages(trx, owner, changes.removed);
  await requeuePages(trx, owner, changes.requeued);
  return added;
}
