import { expect, it } from "vitest";
import { z } from "zod";
import { fieldWords } from "./field-words.ts";
import { readBody } from "./parse.ts";

it.each([
  [z.string(), undefined, "This is required: give text."],
  [z.string(), 7, "Must be text."],
  [z.int(), "7", "Must be a number."],
  [z.int(), 1.5, "Must be a whole number."],
  [z.array(z.string()), {}, "Must be a list."],
  [z.record(z.string(), z.string()), undefined, "This is required: give an object."],
  [z.enum(["a", "b"]), "c", "Must be a or b."],
  [z.string().max(3), "four", "Must be at most 3 characters long."],
  [z.array(z.int()).min(1), [], "Must not be empty."],
  [z.int().max(9), 10, "Must be at most 9."],
  [z.string("Name it."), undefined, "Name it."],
])("tells what to do, unless the schema does: %#", (schema, value, message) => {
  expect(schema.safeParse(value, { error: fieldWords }).error?.issues[0]?.message).toBe(message);
});

it("speaks for every body", () => {
  const read = readBody(z.object({ name: z.string() }), {});
  expect(read).toEqual({ ok: false, errors: [{ path: "name", message: "This is required: give text." }] });
});
