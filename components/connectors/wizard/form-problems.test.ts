import { expect, it } from "vitest";
import { controlOf, formPath, problemsOf, titleOf } from "./form-problems.ts";

it("finds every error of a form", () => {
  const errors = {
    name: { type: "x", message: "A" },
    slots: { urls: [undefined, { message: "B" }], config: { deep: { message: "C" } } },
    credentials: { root: { message: "D" }, ref: {} },
    schedule: undefined,
  };
  expect(problemsOf(errors)).toEqual([
    { path: "name", message: "A" },
    { path: "slots.urls.1", message: "B" },
    { path: "slots.config.deep", message: "C" },
    { path: "credentials", message: "D" },
  ]);
});

it.each([
  ["slots.urls", { title: "Addresses" }],
  ["slots.urls.2", { title: "Addresses", line: 3 }],
  ["credentials.service_account.private_key", { title: "Key file" }],
  ["unknown", {}],
])("names %s", (path, named) => {
  const titles = new Map([
    ["slots.urls", "Addresses"],
    ["credentials.service_account", "Key file"],
  ]);
  expect(titleOf(path, titles)).toEqual(named);
});

it.each([
  ["slots.urls.2", "field-slots.urls"],
  ["slots", "field-slots"],
  ["elsewhere", undefined],
])("finds the control of %s", (path, id) => {
  const there = new Set(["field-slots.urls", "field-slots"]);
  const page = {
    getElementById: (asked: string) => (there.has(asked) ? ({ id: asked } as HTMLElement) : null),
  };
  expect(controlOf(path, page)?.id).toBe(id);
});

it.each([
  ["scheduler_value", "schedule.scheduler_value"],
  ["missed", "schedule.missed"],
  ["slots.urls.2", "slots.urls.2"],
  ["collection_ids", "collection_ids"],
  ["type", undefined],
  ["nameless", undefined],
])("finds the place of the server's %s in the form", (path, place) => {
  expect(formPath(path)).toBe(place);
});
