import { afterAll, beforeAll, expect, it } from "vitest";
import { openRunStage, type RunStage } from "#lib/runs/testing/stage.ts";
import { folderMime, shortcutMime } from "./drive-file.ts";
import { type DriveModel, type ModelFile, myDrive, textMime } from "./testing/drive-model.ts";
import { openReading } from "./testing/open-reading.ts";
import { numbers } from "./testing/random.ts";

let stage: RunStage;
beforeAll(async () => {
  stage = await openRunStage();
});
afterAll(() => stage[Symbol.asyncDispose]());

type Place = {
  model: DriveModel;
  root: string;
  keep: ReadonlySet<string>;
  random: (below: number) => number;
};

/** One edit that somebody could make, somewhere in the Drive. */
function edit({ model, keep, random }: Place): void {
  const there = [...model.files.values()].filter(({ trashed, isVisible }) => !trashed && isVisible);
  const pick = (kind: (file: ModelFile) => boolean) => {
    const some = there.filter(kind);
    return some[random(some.length)];
  };
  const folder = pick(({ mimeType }) => mimeType === folderMime);
  const item = pick(({ id }) => !keep.has(id));
  const name = `${random(1000)}-${random(1000)}`;
  const action = random(12);
  if (!folder) return;
  if (action < 3 || !item) model.add({ name, text: `Text ${name}`, parent: folder.id });
  else if (action < 5) model.folder(name, folder.id);
  else if (action < 6) model.edit(item.id, { name });
  else if (action < 7 && item.mimeType === textMime) model.edit(item.id, { text: `Changed ${name}` });
  else if (action < 9 && !model.below(item.id).includes(folder)) model.move(item.id, folder.id);
  else if (action < 10) model.shortcut(name, folder.id, (pick(({ id }) => id !== myDrive) ?? item).id);
  else if (action < 11) model.trash(item.id);
  else model.remove(item.id);
}

/** What must be stored, by the plainest way there is: walk from the root through folders and shortcuts. */
function expected({ model, root }: Place): Record<string, string> {
  const seen = new Set<string>();
  const found: Record<string, string> = {};
  const visit = (id: string) => {
    const file = model.files.get(id);
    if (!file || file.trashed || !file.isVisible || seen.has(id)) return;
    seen.add(id);
    if (file.mimeType === folderMime) for (const child of model.children([id])) visit(child.id);
    else if (file.mimeType === shortcutMime) visit(file.target ?? "");
    else found[id] = `${file.name}: ${file.content}`;
  };
  visit(root);
  return found;
}

/** Where a file is, as far as folders lead to it: of what shortcuts lead to, any way is right. */
function pathByFolders({ model, root }: Pick<Place, "model" | "root">, id: string): string | undefined {
  const file = model.files.get(id);
  if (!file) return undefined;
  if (id === root) return file.name;
  const above = file.parent === undefined ? undefined : pathByFolders({ model, root }, file.parent);
  return above && `${above}/${file.name}`;
}

it.each([1, 2])("equals the source after any edits, deaths and cut connections (seed %i)", async (seed) => {
  const random = numbers(seed);
  await using reading = await openReading(stage, (model) => {
    const root = model.folder("Root");
    model.folder("Elsewhere");
    // So many that no round deletes a quarter: what waits for a person isn't what is tried here.
    for (let at = 0; at < 60; at++) model.add({ name: `${at}`, text: `Text ${at}`, parent: root });
    return { root };
  });
  const { model, server, reader, root } = reading;
  const place = { model, root, keep: new Set([myDrive, root]), random };
  for (let round = 0; round < 6; round++) {
    server.pageSize = 1 + random(40);
    server.losesGroups = random(3) === 0;
    for (let count = random(14); count > 0; count--) edit(place);
    if (random(3) === 0) server.fail(() => random(6) === 0, { kind: "reset" });
    const dies = random(3) === 0;
    if (dies) await reader.runAndDie(1 + random(2));
    const run = dies ? await reader.goOn() : await reader.run();
    expect(run, String(run.reason)).toMatchObject({ state: "succeeded", failed: 0 });
    const stored = Object.entries(await reader.documents());
    const texts = Object.fromEntries(stored.map(([key, { title, text }]) => [key, `${title}: ${text}`]));
    expect(texts, `round ${round}`).toEqual(expected(place));
    const paths = Object.keys(texts).flatMap((id) => pathByFolders(place, id) ?? []);
    expect(Object.keys(await reading.paths()), `round ${round}`).toEqual(expect.arrayContaining(paths));
  }
});
