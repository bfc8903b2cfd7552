import { expect, it } from "vitest";
import { createPaths } from "./paths.ts";
import { reachedFrom } from "./steps.ts";

const step = (
  key: string,
  parentKey: string | null,
  target: string | null = null,
  above: string | null = null,
) => ({
  key,
  parentKey,
  name: key.toUpperCase(),
  target,
  above,
});

it("goes up to where the tree begins, by folders first and by shortcuts where there is no other way", () => {
  const steps = [
    step("root", "beyond"),
    step("a", "root"),
    step("link", "a", "far"),
    step("link2", "root", "far"),
    step("far", "unseen"),
    step("in", "far"),
    step("loop", "in", "root"),
  ];
  const pathOf = createPaths(steps, new Set(["root"]));
  expect(pathOf(step("file", "a"))).toBe("ROOT/A");
  expect(pathOf(step("file", "in"))).toBe("ROOT/A/FAR/IN");
  expect(pathOf(step("root", "beyond"))).toBe("");
});

it("knows what is above a chosen item, and ends in loops that nothing enters", () => {
  const steps = [step("chosen", "x", null, "Root/Between"), step("p", "q"), step("q", "p")];
  const pathOf = createPaths(steps, new Set(["chosen"]));
  expect(pathOf(step("file", "chosen"))).toBe("Root/Between/CHOSEN");
  expect(pathOf(step("lost", "p"))).toBe("Q/P");
});

it("reaches what folders and shortcuts lead to, and goes round loops once", () => {
  const steps = [
    step("root", null),
    step("a", "root"),
    step("link", "a", "far"),
    step("far", "unseen"),
    step("in", "far"),
    step("loop", "in", "root"),
    step("lost", "elsewhere"),
    step("below lost", "lost"),
  ];
  expect([...reachedFrom(steps, ["root"])].sort()).toEqual(["a", "far", "in", "link", "loop", "root"]);
  expect([...reachedFrom(steps, [])]).toEqual([]);
});
