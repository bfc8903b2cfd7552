import { describe, expect, it } from "vitest";
import { slotSchemas } from "#lib/connectors/slots.ts";
import { servedHandlers } from "#lib/testing/route-files.ts";
import { failureWords, openApiDocument } from "./document.ts";
import { operations } from "./operations.ts";

const handlers = await servedHandlers();
const document = openApiDocument("https://tributary.example.com");

describe("route files and operations", () => {
  it("are found", () => expect(handlers.length).toBeGreaterThan(20));

  it.each(handlers)(
    "$method $path is wrapped, listed and described where it is",
    ({ method, path, handler }) => {
      const { operation } = handler;
      expect(operation, "not wrapped by route()").toBeDefined();
      expect(operations, "not listed in lib/openapi/operations.ts").toContain(operation);
      expect(operation).toMatchObject({ method, path });
      expect(document.paths[path]).toHaveProperty(method.toLowerCase());
    },
  );

  it("are the same number: nothing is described that isn't served", () => {
    expect(operations.length).toBe(handlers.length);
    expect(new Set(operations.map(({ id }) => id)).size).toBe(operations.length);
  });
});

describe("the description", () => {
  it.each(operations)("$id has examples that its own schemas take", (operation) => {
    for (const example of [operation.bodyExample, ...Object.values(operation.bodyExamples ?? {})]) {
      if (example !== undefined) expect(operation.body?.safeParse(example).error).toBeUndefined();
    }
    if (operation.body) expect(operation.bodyExample ?? operation.bodyExamples).toBeDefined();
    for (const { schema, example } of Object.values(operation.success)) {
      if (schema) expect(schema.safeParse(example).error).toBeUndefined();
    }
  });

  it.each(operations)("$id follows the house's names and tells every failure", (operation) => {
    expect(operation.id).toMatch(/^[a-z]+(_[a-z]+)*$/);
    expect(operation.summary).toMatch(/^[A-Z].*[^.]$/);
    const keys = [...operation.path.matchAll(/\{(\w+)\}/g)].map(([, key]) => key);
    expect(Object.keys(operation.params?.shape ?? {}).toSorted()).toEqual(keys.toSorted());
    expect(failureWords(operation)).toHaveProperty("500");
  });

  it("refers to nothing that it doesn't hold", () => {
    const text = JSON.stringify(document);
    const refs = new Set([...text.matchAll(/"\$ref":"([^"]+)"/g)].map(([, ref = ""]) => ref));
    expect(refs.size).toBeGreaterThan(0);
    for (const ref of refs) {
      expect(ref).toMatch(/^#\/components\/schemas\//);
      expect(document.components.schemas).toHaveProperty(ref.replace("#/components/schemas/", ""));
    }
  });

  it("shows a creation of every type, with slots that its type takes", () => {
    const examples = operations.find(({ id }) => id === "create_connector")?.bodyExamples ?? {};
    expect(Object.keys(examples)).toEqual(Object.keys(slotSchemas));
    for (const [type, schema] of Object.entries(slotSchemas)) {
      const { slots } = examples[type] as { slots: unknown };
      expect(schema.safeParse(slots).error, type).toBeUndefined();
      expect(document.components.schemas).toHaveProperty(`slots_${type}`);
    }
  });
});
