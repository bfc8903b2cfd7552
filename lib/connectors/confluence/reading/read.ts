import type { Batch, ReadContext } from "#lib/connectors/source.ts";
import { politely } from "#lib/sources/vendor/polite.ts";
import { type ListedPage, readEntries } from "#lib/sources/vendor/read-entries.ts";
import { readSourceItems } from "#lib/sources/vendor/source-items.ts";
import type { ConfluenceSlots } from "../slots.ts";
import { entriesOf, type WillBeRead } from "./entries.ts";
import { planOf, type Step } from "./plan.ts";
import { beginning, type Position, readPosition } from "./position.ts";
import type { Reading } from "./reading.ts";
import { nameOfSettings, quickListing, readCursor } from "./recent.ts";
import { forgetUnnamed, stillThere } from "./still-there.ts";
import { walkPlan } from "./walk-plan.ts";
import { optionsOf } from "./walk-step.ts";

type Read = ReadContext<ConfluenceSlots>;

const concurrency = 6;

/** Reads what the settings name: what is new or differs is downloaded, what a complete listing doesn't name is gone. */
export function readConfluence(read: Read, reading: Reading): AsyncGenerator<Batch> {
  const { host } = new URL(reading.wiki.web);
  const pages = read.onlyKeys ? listOnly(read, reading, read.onlyKeys) : listAll(read, reading);
  const budget = { host: `Confluence at ${host}`, concurrency };
  return politely(read, reading.wiki.site.client, budget, readEntries(read, pages, { atOnce: concurrency }));
}

async function* listAll(read: Read, reading: Reading): AsyncGenerator<ListedPage> {
  const plan = planOf(read.slots);
  const { now, quick } = reading;
  const resumed = readPosition(read.checkpoint);
  const settings = nameOfSettings(read.slots);
  const options = { last: readCursor(read.cursor), settings, now: now().getTime(), quick };
  const recent = resumed ? undefined : quickListing(reading.wiki, plan, options);
  if (!recent) return yield* listComplete(read, reading, plan, resumed ?? beginning(options.now));
  for await (const contents of recent.list()) {
    const entries = await entriesOf(reading, { contents, files: [] }, willBeRead(read));
    yield { entries, checkpoint: null };
  }
  yield { entries: [], checkpoint: null, cursor: recent.cursor };
}

async function* listComplete(
  read: Read,
  reading: Reading,
  plan: readonly Step[],
  from: Position,
): AsyncGenerator<ListedPage> {
  let position = from;
  const walk = walkPlan(reading.wiki, plan, { from, options: optionsOf(read.slots) });
  for await (const piece of walk) {
    position = piece.position;
    const entries = await entriesOf(reading, piece, willBeRead(read));
    yield { entries: [...piece.told, ...entries], checkpoint: position };
  }
  if (position.hasGaps) return;
  yield* listMissed(read, reading, plan, position);
  const forget: ListedPage["persist"] = (trx) => forgetUnnamed(trx, read);
  const { startedAt, items } = position;
  const cursor = { sweptAt: startedAt, seenAt: startedAt, items, settings: nameOfSettings(read.slots) };
  yield { entries: [], checkpoint: position, listingComplete: true, persist: forget, cursor };
}

async function* listMissed(
  read: Read,
  reading: Reading,
  plan: readonly Step[],
  checkpoint: Position,
): AsyncGenerator<ListedPage> {
  for await (const found of stillThere(read, reading, plan)) {
    const entries = await entriesOf(reading, found, willBeRead(read));
    if (entries.length > 0) yield { entries, checkpoint };
  }
}

/** Items by their ids, and what the settings name that couldn't be found, by its name. */
async function* listOnly(read: Read, reading: Reading, keys: readonly string[]): AsyncGenerator<ListedPage> {
  const { wiki } = reading;
  const asked = new Set(keys);
  const files = await Promise.all(keys.filter((key) => key.startsWith("att")).map(wiki.attachment));
  const found = {
    contents: await wiki.byIds(keys.filter((key) => /^\d+$/.test(key))),
    files: files.flatMap((file) => file ?? []),
  };
  const entries = await entriesOf(reading, found, willBeRead(read));
  yield { entries: entries.filter(({ key }) => asked.has(key)), checkpoint: read.checkpoint };
}

function willBeRead(read: Read): WillBeRead {
  return async (listed) => {
    if (read.onlyKeys) return () => true;
    const known = await read.inWorkspace((trx) =>
      readSourceItems(
        trx,
        read,
        listed.map(({ key }) => key),
      ),
    );
    const differs = listed.filter(({ key, version }) => known.get(key)?.version !== version);
    const keys = new Set(differs.map(({ key }) => key));
    return (key) => keys.has(key);
  };
}
