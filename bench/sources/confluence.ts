import { defaultQuick } from "#lib/connectors/confluence/reading/recent.ts";
import { openCloudStandIn } from "#lib/connectors/confluence/testing/cloud-stand-in.ts";
import { openSource, slotsOf } from "#lib/connectors/confluence/testing/open-source.ts";
import type { SourceBench } from "./source-bench.ts";

/** A space of Cloud with so many pages, ten to a parent, each with a few kB of text, every tenth with a comment. */
export async function openConfluenceBench(items: number): Promise<SourceBench> {
  const cloud = await openCloudStandIn({ maxLimit: 250 });
  const { model, server, media } = cloud;
  model.addSpace("DOCS", "Handbook");
  const text = "<p>A mill turns grain into flour, and water turns the mill.</p>".repeat(50);
  const pages: string[] = [];
  for (let at = 0; at < items; at++) {
    const parentId = pages[Math.floor(at / 10) - 1] ?? null;
    pages.push(model.addPage(`Page ${at}`, `<h2>${at}</h2>${text}`, { parentId }));
    if (at % 10 === 0) model.addComment(pages.at(-1) ?? "", "<p>Is it true?</p>");
  }
  // Runs list everything, however much it is, until the last.
  const quick = { ...defaultQuick, aboveItems: Number.POSITIVE_INFINITY };
  const { source, fetch } = openSource(cloud, { now: () => model.now, quick });
  const changeTen = () => {
    for (const page of pages.slice(0, 10)) {
      model.change(page, { body: `<p>Changed ${model.now.getTime()}.</p>${text}` });
    }
  };
  return {
    source,
    slots: slotsOf({ base_url: server.origin, spaces: ["DOCS"] }),
    credentials: cloud.credentials,
    servers: [server, media],
    edits: {
      "nothing changed": () => {},
      "10 pages changed": changeTen,
      "10 pages removed": () => {
        for (const page of pages.slice(-10)) model.remove(page);
      },
      "a comment added": () => model.addComment(pages[0] ?? "", "<p>New.</p>"),
      "10 pages changed, asked for what changed only": () => {
        quick.aboveItems = 0;
        model.wait(3_600_000);
        changeTen();
      },
    },
    async [Symbol.asyncDispose]() {
      await fetch.close();
      await cloud[Symbol.asyncDispose]();
    },
  };
}
