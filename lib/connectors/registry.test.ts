import { randomUUID } from "node:crypto";
import { expect, it } from "vitest";
import { creationExamples } from "./examples.ts";
import { sourceOf, sources } from "./registry.ts";
import { connectorTypes, slotSchemas } from "./slots.ts";
import { SourceError } from "./source.ts";

it("knows a reader of each type, and says so of others", () => {
  for (const type of connectorTypes) expect(sourceOf(type)).toBe(sources[type]);
  expect(() => sourceOf("fax")).toThrow(SourceError);
});

const vendors = connectorTypes.filter((type) => type !== "web_scraper" && type !== "upload");

it.each(vendors)("%s says what to sign in with before it reads anything", async (type) => {
  const example = creationExamples[type] as { slots: unknown };
  const context = {
    workspaceId: randomUUID(),
    connectorId: null,
    slots: slotSchemas[type].parse(example.slots),
    credentials: null,
    signal: AbortSignal.timeout(5000),
  };
  const stages = await sources[type].check(context as never);
  expect(stages.at(-1)).toMatchObject({ ok: false, path: expect.stringContaining("credentials") });
});
