import { afterAll, beforeAll, expect, it } from "vitest";
import { openRunStage, type RunStage } from "#lib/runs/testing/stage.ts";
import { openReader } from "#lib/sources/vendor/testing/reader.ts";
import { itemKey } from "./mirror.ts";
import { MicrosoftModel, type ModelDrive, type ModelItem } from "./testing/model.ts";
import { openMicrosoftStage } from "./testing/stage.ts";

let stage: RunStage;

beforeAll(async () => {
  stage = await openRunStage();
});
afterAll(() => stage[Symbol.asyncDispose]());

/** The same numbers for the same seed (mulberry32). */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

type Place = {
  model: MicrosoftModel;
  drive: ModelDrive;
  /** The folder that is read: it stays. */
  within: ModelItem;
  random: (below: number) => number;
};

function isBelow(drive: ModelDrive, item: ModelItem | undefined, folder: ModelItem): boolean {
  return (
    item === folder || (item !== undefined && isBelow(drive, drive.items.get(item.parentId ?? ""), folder))
  );
}

/** One edit that somebody could make, of what is there. */
function edit(place: Place): void {
  const { model, drive, within, random } = place;
  const there = [...drive.items.values()].filter((item) => model.pathOf(drive, item) !== undefined);
  const pick = (kinds: ModelItem["kind"][]) => {
    const some = there.filter(({ kind }) => kinds.includes(kind));
    return some[random(some.length)];
  };
  const folder = pick(["root", "folder"]) as ModelItem;
  const picked = pick(["file", "folder"]);
  const item = picked === within ? undefined : picked;
  const name = `${random(1000)} ${random(1000)}`;
  const action = random(10);
  if (action < 4 || !item) model.add(drive, folder, `${name}.txt`, { content: `Text ${name}` });
  else if (action < 5) model.addFolder(drive, folder, name);
  else if (action < 6) model.rename(drive, item, name);
  else if (action < 7 && item.kind === "file") model.change(drive, item, `Changed ${name}`);
  else if (action < 9 && !isBelow(drive, folder, item)) model.move(drive, item, folder);
  else if (action === 9) model.remove(drive, item);
}

/** What must be stored: text and path of every file within the folder. */
function expected({ model, drive, within }: Place): Record<string, string> {
  const inside = [...drive.items.values()].filter(
    (item) => item.kind === "file" && model.pathOf(drive, item) !== undefined && isBelow(drive, item, within),
  );
  return Object.fromEntries(
    inside.map((item) => [
      itemKey(drive.id, item.id),
      `${item.content} at Documents${model.pathOf(drive, item)}`,
    ]),
  );
}

it.each([1, 2])("equals the source after any edits, deaths and cut connections (seed %i)", async (seed) => {
  await using open = await openMicrosoftStage(new MicrosoftModel(`seed ${seed}`));
  const { model, microsoft, source, credentials } = open;
  const random = numbers(seed);
  const drive = model.addDrive(model.addSite("contoso.sharepoint.com", "/sites/Docs"), "Documents");
  const within = model.addFolder(drive, model.root(drive), "Within");
  const place = { model, drive, within, random };
  // So many that no round deletes a quarter: what waits for a person isn't what is tried here.
  for (let at = 0; at < 40; at++) model.add(drive, within, `${at}.txt`, { content: `Text ${at}` });
  const slots = { urls: ["https://contoso.sharepoint.com/sites/Docs/Documents/Within"] };
  const reader = await openReader(stage, { source: source as never, slots, credentials });
  const stored = async () => {
    const rows = await stage.admin
      .selectFrom("documents")
      .select(["key", "text", "metadata"])
      .where("key", "like", `${drive.id}/%`)
      .where("removed_at", "is", null)
      .execute();
    return Object.fromEntries(
      rows.map(({ key, text, metadata }) => [key, `${text} at ${(metadata as { path: string }).path}`]),
    );
  };
  for (let round = 0; round < 5; round++) {
    microsoft.habits = {
      pageSize: 1 + random(40),
      emptyPages: random(2) === 0,
      repeats: random(2) === 0,
      backwards: random(2) === 0,
      resync: "resyncChangesApplyDifferences",
    };
    for (let count = random(10); count > 0; count--) edit(place);
    if (random(4) === 0) microsoft.forgetTokens(drive);
    if (random(3) === 0) microsoft.graph.fail(() => random(6) === 0, { kind: "reset" });
    const dies = random(3) === 0;
    if (dies) await reader.runAndDie(1 + random(3));
    const run = dies ? await reader.goOn() : await reader.run();
    expect(run.state, String(run.reason)).toBe("succeeded");
    expect(await stored(), `round ${round}`).toEqual(expected(place));
  }
  expect(microsoft.mistakes).toEqual([]);
});
