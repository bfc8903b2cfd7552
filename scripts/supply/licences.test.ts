import { expect, it } from "vitest";
import { billOfMaterials, licencesOf } from "./bill-of-materials.ts";

/** Licences under which whoever runs or changes Tributary owes nothing but the notice. */
const free =
  /^\(?(MIT|MIT-0|ISC|0BSD|Apache-2\.0|BSD-2-Clause|BSD-3-Clause|BlueOak-1\.0\.0|CC0-1\.0|CC-BY-4\.0|Python-2\.0)( (AND|OR) .+)?\)?$/;

/** Others, each with why it is all right; by the name of the package. */
const explained: [RegExp, string][] = [
  [/^@img\/sharp/, "LGPL: a library of Next's image optimizer, linked as it comes, which we don't use"],
  [/^lightningcss/, "MPL: builds the style sheets, unchanged"],
  [/^duck@/, "BSD-2-Clause by its LICENSE file; its package.json names none"],
  [/^geist@/, "OFL: the font, embedded unchanged"],
];

it("what Tributary runs with has a licence that lets it, or one that is explained", () => {
  const licences = licencesOf(billOfMaterials());
  expect(licences.size).toBeGreaterThan(100);
  const others = [...licences].filter(
    ([, names]) => names.length === 0 || !names.every((name) => free.test(name)),
  );
  const unexplained = others.filter(([name]) => !explained.some(([pattern]) => pattern.test(name)));
  expect(unexplained).toEqual([]);
});
