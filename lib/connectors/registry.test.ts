import { expect, it } from "vitest";
import { sourceOf, sources } from "./registry.ts";
import { connectorTypes } from "./slots.ts";
import { SourceError } from "./source.ts";

it("knows a reader of each type, and says so of others", () => {
  for (const type of connectorTypes) expect(sourceOf(type)).toBe(sources[type]);
  expect(() => sourceOf("fax")).toThrow(SourceError);
});

it("says what this release doesn't read yet, instead of reading nothing", async () => {
  const context = {
    workspaceId: "",
    connectorId: "",
    slots: {},
    credentials: null,
    signal: new AbortController().signal,
  };
  expect(await sources.jira.check(context as never)).toMatchObject([{ ok: false }]);
  const batches = sources.jira.read(context as never)[Symbol.asyncIterator]();
  await expect(batches.next()).rejects.toThrow("Reading Jira comes with the next release");
});
