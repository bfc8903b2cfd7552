import { expect, it } from "vitest";
import { connectorTypes } from "#lib/connectors/types.ts";
import { readDocs } from "./read.ts";

it.each(connectorTypes)("%s has a page, to which the overview leads", async (type) => {
  const docs = await readDocs();
  const name = [`sources/${type}`, `sources/${type.replaceAll("_", "-")}`].find((known) => docs.has(known));
  expect(name).toBeDefined();
  expect(docs.get("index")?.html).toContain(`href="/docs/${name}"`);
});
