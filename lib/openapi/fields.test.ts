import { expect, it } from "vitest";
import { z } from "zod";
import { fieldsOf } from "./fields.ts";
import { type Components, jsonSchema } from "./json-schema.ts";

it("tells an object's fields in words, named and nested schemas included", () => {
  const run = z.object({ id: z.uuid(), state: z.literal("queued") }).meta({ id: "FieldsTestRun" });
  const schema = z.object({
    name: z.string().max(200).meta({ description: "Its name" }),
    limit: z.int().min(1).max(200).default(50),
    ids: z.array(z.uuid()).optional(),
    kind: z.enum(["a", "b"]).nullable(),
    run: run.nullable(),
    config: z.object({ deep: z.boolean() }),
    extra: z.record(z.string(), z.json()),
  });
  const components: Components = {};
  const rows = fieldsOf(jsonSchema(schema, "input", components), components);
  expect(rows.map(({ name, type, required }) => `${name}${required ? "*" : ""}: ${type}`)).toEqual([
    "name*: string · at most 200",
    "limit: integer · 1 to 200 · default 50",
    "ids: list of uuid",
    "kind*: a | b or null",
    "run*: object or null",
    "config*: object",
    "config.deep*: boolean",
    "extra*: object",
  ]);
  expect(rows[0]?.description).toBe("Its name");
  expect(Object.keys(components)).toEqual(["FieldsTestRun"]);
});
