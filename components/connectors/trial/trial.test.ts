import { expect, it } from "vitest";
import { compare, type Preview, type PreviewItem } from "./trial.ts";

function preview(keys: string, more: Partial<Preview> = {}): Preview {
  const items = [...keys].map<PreviewItem>((key) => ({ key, title: key, link: null, kind: "content" }));
  return { items, estimated_total: null, resolved: null, truncated: false, note: null, ...more };
}

const skipped: PreviewItem = { key: "z", title: "z", link: null, kind: "skipped", reason: "too large" };

it.each([
  ["the same", preview("ab"), preview("ab"), { added: "", removed: "", kept: 2, isWhole: true }],
  ["more and less", preview("abc"), preview("bcd"), { added: "d", removed: "a", kept: 2, isWhole: true }],
  [
    "cut off",
    preview("ab", { truncated: true }),
    preview("b"),
    { added: "", removed: "a", kept: 1, isWhole: false },
  ],
  [
    "what is skipped is no document",
    preview("a"),
    { ...preview("a"), items: [...preview("a").items, skipped] },
    { added: "", removed: "", kept: 1, isWhole: true },
  ],
])("compares two previews: %s", (_, before, after, expected) => {
  const { added, removed, ...rest } = compare(before, after);
  const keys = (items: PreviewItem[]) => items.map(({ key }) => key).join("");
  expect({ added: keys(added), removed: keys(removed), ...rest }).toEqual(expected);
});
