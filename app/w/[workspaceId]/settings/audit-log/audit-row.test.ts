import { expect, it } from "vitest";
import { auditActions } from "#lib/audit/actions.ts";
import en from "../../../../../messages/en/audit-actions.json" with { type: "json" };
import { detailsOf } from "./audit-row.ts";

it.each([
  [{ name: "Docs" }, [{ name: "name", to: "Docs" }]],
  [
    { email: "a@b.example", from: { role: "viewer" }, to: { role: "admin" } },
    [
      { name: "role", from: "viewer", to: "admin" },
      { name: "email", to: "a@b.example" },
    ],
  ],
  [
    { from: { name: "A", zone: "Etc/UTC" }, to: { name: "B", zone: "Etc/UTC" } },
    [{ name: "name", from: "A", to: "B" }],
  ],
  [
    { from: "active", reason: "moving house" },
    [
      { name: "reason", to: "moving house" },
      { name: "from", to: "active" },
    ],
  ],
  [{ from: { value: null }, to: { value: "0 6 * * *" } }, [{ name: "value", from: "", to: "0 6 * * *" }]],
  [{ fields: ["name", "slots"], run_id: null }, [{ name: "fields", to: "name, slots" }]],
  [{ options: { a: [1] } }, [{ name: "options", to: '{"a":[1]}' }]],
  [{}, []],
])("%j", (details, told) => {
  expect(detailsOf(details)).toEqual(told);
});

it("every action has words, and no words are left of another", () => {
  const told = Object.entries(en).flatMap(([target, verbs]) =>
    Object.keys(verbs).map((verb) => `${target}.${verb}`),
  );
  expect(told.toSorted()).toEqual([...auditActions].toSorted());
});
