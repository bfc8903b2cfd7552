import { expect, it } from "vitest";
import { inListingOrder } from "./jql.ts";

it("lists in an order of its own", () => {
  expect(inListingOrder("project = DOC ORDER BY updated DESC")).toBe(
    "project = DOC ORDER BY created ASC, id ASC",
  );
});
