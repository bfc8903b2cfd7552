import type { VendorAnswer } from "#lib/sources/vendor/testing/vendor-server.ts";
import type { MicrosoftModel, ModelDrive, ModelItem } from "./model.ts";
import { wireItem, wireTombstone } from "./wire-item.ts";

/** How the stand-in tells a delta, beside what Microsoft always does. */
export type DeltaHabits = {
  pageSize: number;
  /** Every second page is empty, with a link to the next. */
  emptyPages: boolean;
  /** The first item of a page is as it was once, or seems deleted; how it is now follows on the next page. */
  repeats: boolean;
  /** Children before their folders. */
  backwards: boolean;
  /** An item that it keeps to itself, by its id. */
  hides?: string;
  resync: "resyncChangesApplyDifferences" | "resyncChangesUploadDifferences";
};

type Token = { since: number; upTo: number; offset: number; isEmpty: boolean };

/** One page of a drive's delta, from its token. */
export function answerDelta(
  model: MicrosoftModel,
  drive: ModelDrive,
  url: URL,
  habits: DeltaHabits,
  project: (item: Record<string, unknown>) => Record<string, unknown>,
): VendorAnswer {
  const given = url.searchParams.get("token");
  const token: Token = given ? readToken(given) : { since: 0, upTo: drive.clock, offset: 0, isEmpty: false };
  if (given && token.upTo < drive.tokensFrom) return gone(url, habits);
  const isLastRound = token.offset === 0 && !token.isEmpty;
  const upTo = isLastRound ? drive.clock : token.upTo;
  const changed = changedItems(drive, token.since, habits);
  const size = Math.min(habits.pageSize, Number(url.searchParams.get("$top") ?? habits.pageSize));
  const linkTo = (next: Token) => withToken(url, next);
  if (token.isEmpty) {
    return { json: { value: [], "@odata.nextLink": linkTo({ ...token, isEmpty: false }) } };
  }
  const end = token.offset + size;
  const tell = (item: ModelItem) =>
    item.isDeleted ? wireTombstone(item, drive) : wireItem(model, drive, item);
  const value = changed.slice(token.offset, end).map(tell);
  const first = changed[token.offset];
  if (habits.repeats && end < changed.length && first?.parentId) value[0] = outdated(first, drive, value[0]);
  const before = changed[token.offset - size];
  if (habits.repeats && before?.parentId) value.unshift(tell(before));
  const rest = { since: token.since, upTo, offset: end, isEmpty: habits.emptyPages };
  return end < changed.length
    ? { json: { value: value.map(project), "@odata.nextLink": linkTo(rest) } }
    : {
        json: {
          value: value.map(project),
          "@odata.deltaLink": linkTo({ since: upTo, upTo, offset: 0, isEmpty: false }),
        },
      };
}

/** Every second item seems deleted, the others had another name. */
function outdated(item: ModelItem, drive: ModelDrive, now: Record<string, unknown> | undefined) {
  return item.changedAt % 2 === 0 ? wireTombstone(item, drive) : { ...now, name: `Once ${item.name}` };
}

/** A first listing names no deleted item; later ones name the folders above what changed too. */
function changedItems(drive: ModelDrive, since: number, { backwards, hides }: DeltaHabits): ModelItem[] {
  const all = [...drive.items.values()].filter(({ id }) => id !== hides);
  const changed = all.filter((item) => item.changedAt > since && (since > 0 || isThere(drive, item)));
  const above = new Set(changed.flatMap((item) => (item.isDeleted ? [] : foldersAbove(drive, item))));
  const named = all.filter((item) => changed.includes(item) || (above.has(item) && !item.isDeleted));
  return backwards ? named.reverse() : named;
}

function isThere(drive: ModelDrive, item: ModelItem): boolean {
  return !item.isDeleted && foldersAbove(drive, item).every(({ isDeleted }) => !isDeleted);
}

function foldersAbove(drive: ModelDrive, item: ModelItem): ModelItem[] {
  const parent = item.parentId === null ? undefined : drive.items.get(item.parentId);
  return parent ? [parent, ...foldersAbove(drive, parent)] : [];
}

function gone(url: URL, { resync }: DeltaHabits): VendorAnswer {
  const location = new URL(url);
  location.searchParams.delete("token");
  return {
    status: 410,
    headers: { location: location.href },
    json: {
      error: { code: resync, message: "Resync required. Replace any local items with the server's version." },
    },
  };
}

function withToken(url: URL, token: Token): string {
  const next = new URL(url);
  next.searchParams.set("token", Buffer.from(JSON.stringify(token)).toString("base64url"));
  return next.href;
}

function readToken(text: string): Token {
  return JSON.parse(Buffer.from(text, "base64url").toString("utf8"));
}
