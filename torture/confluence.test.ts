import { afterAll, beforeAll, expect, it } from "vitest";
import { openCloudStandIn } from "#lib/connectors/confluence/testing/cloud-stand-in.ts";
import { openDataCenterStandIn } from "#lib/connectors/confluence/testing/data-center-stand-in.ts";
import type { WikiModel } from "#lib/connectors/confluence/testing/model.ts";
import { openSource, slotsOf } from "#lib/connectors/confluence/testing/open-source.ts";
import { openRunStage, type RunStage } from "#lib/runs/testing/stage.ts";
import { openReader } from "#lib/sources/vendor/testing/reader.ts";
import { type Fault, faults } from "#lib/sources/vendor/testing/vendor-server.ts";
import { pick, randomOf, rounds, seed } from "./rounds.ts";

let stage: RunStage;

beforeAll(async () => {
  stage = await openRunStage();
});
afterAll(() => stage[Symbol.asyncDispose]());

const breakages: Fault[] = [
  { kind: "truncated" },
  { kind: "reset" },
  { kind: "wrong_type" },
  faults.throttled(1),
  faults.status(500),
];

function edit(model: WikiModel, random: () => number): void {
  const pages = model.current("page");
  const one = () => pages[Math.floor(random() * pages.length)];
  for (let edits = 0; edits < 8; edits++) {
    const page = one();
    const kind = Math.floor(random() * 6);
    if (!page || kind === 0)
      model.addPage(`Added ${random()}`, `<p>${random()}</p>`, { parentId: page?.id ?? null });
    else if (kind === 1) model.change(page.id, { body: `<p>${random()}</p>` });
    else if (kind === 2) model.change(page.id, { title: `Renamed ${random()}` });
    else if (kind === 3) model.addComment(page.id, `<p>Comment ${random()}</p>`);
    else if (kind === 4 && model.ancestors(one() ?? page).length === 0)
      model.move(page.id, { parentId: null });
    else if (pages.length > 40) model.remove(page.id);
  }
}

const kinds = {
  Cloud: async () => {
    const site = await openCloudStandIn({ maxLimit: 10 });
    return Object.assign(site, { base: site.server.origin });
  },
  "Data Center": async () => {
    const site = await openDataCenterStandIn({ maxLimit: 10 });
    return Object.assign(site, { base: site.root });
  },
};

const eachKind = Object.entries(kinds);
const tries = Array.from({ length: rounds(1, 20) }, (_, at) => seed + at).flatMap((start) =>
  eachKind.map(([kind, open]) => [kind, start, open] as const),
);

it.each(tries)(
  "comes to what %s holds, whatever breaks and whoever dies (seed %i)",
  async (_kind, start, open) => {
    const random = randomOf(start);
    await using site = await open();
    const { model, server } = site;
    model.addSpace("DOCS");
    for (let at = 0; at < 45; at++) model.addPage(`Page ${at}`, `<p>${at}</p>`);
    const { source, fetch } = openSource(site);
    const slots = slotsOf({ base_url: site.base, spaces: ["DOCS"] });
    const reader = await openReader(stage, { source, slots, credentials: site.credentials });
    for (let round = 0; round < rounds(1, 4); round++) {
      const before = new Set(Object.keys(await reader.documents()));
      edit(model, random);
      server.fail(() => random() < 0.12, pick(random, breakages), { times: 12 });
      if (random() < 0.5) await reader.runAndDie(1 + Math.floor(random() * 2)).catch(() => {});
      let run = await reader.run().catch(() => reader.goOn());
      for (let tries = 0; ["queued", "interrupted"].includes(run.state) && tries < 20; tries++)
        run = await reader.goOn();
      // Whatever went wrong: what is there and was stored is stored still.
      const after = await reader.documents();
      for (const { id } of model.current("page")) if (before.has(id)) expect(after).toHaveProperty(id);
    }
    server.reset();
    expect(await reader.run()).toMatchObject({ state: "succeeded", failed: 0 });
    const documents = await reader.documents();
    expect(Object.keys(documents).sort()).toEqual(
      model
        .current("page")
        .map(({ id }) => id)
        .sort(),
    );
    for (const { id, title, body } of model.current("page")) {
      expect(documents[id]).toMatchObject({
        title,
        text: expect.stringContaining(body.replace(/<\/?p>/g, "")),
      });
    }
    for (const { containerId, body } of model.current("comment")) {
      expect(documents[containerId ?? ""]?.text).toContain(body.replace(/<\/?p>/g, ""));
    }
    await fetch.close();
  },
);
