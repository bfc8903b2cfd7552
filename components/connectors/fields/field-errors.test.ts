import { expect, it } from "vitest";
import { errorsOf } from "./field-errors.ts";

it.each([
  ["nothing", undefined, []],
  ["of a value", { type: "custom", message: "No." }, [{ entry: undefined, message: "No." }]],
  [
    "of entries of a list",
    [undefined, { message: "Not this." }, undefined, { message: "Nor that." }],
    [
      { entry: "1", message: "Not this." },
      { entry: "3", message: "Nor that." },
    ],
  ],
  ["of a whole list", { root: { message: "Too many." } }, [{ entry: undefined, message: "Too many." }]],
  [
    "deep inside an object",
    { private_key: { type: "x", message: "Missing." } },
    [{ entry: "private_key", message: "Missing." }],
  ],
])("errors: %s", (_, error, found) => {
  expect(errorsOf(error)).toEqual(found);
});
