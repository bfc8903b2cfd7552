import { expect, it } from "vitest";
import { chaptersOf } from "./chapters.ts";

it("puts pages in reading order, and those that nobody placed where the product is run", () => {
  const names = [
    "backup",
    "benchmarks",
    "index",
    "running",
    "sources/upload",
    "sources/jira",
    "api",
    "quick-start",
  ];
  expect(chaptersOf(names)).toEqual([
    { title: "Start", names: ["index", "quick-start"] },
    { title: "Sources", names: ["sources/jira", "sources/upload"] },
    { title: "For programs", names: ["api"] },
    { title: "Running it", names: ["running", "backup"] },
    { title: "Under the hood", names: ["benchmarks"] },
  ]);
});
