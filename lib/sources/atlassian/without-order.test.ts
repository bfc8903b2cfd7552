import { expect, it } from "vitest";
import { withoutOrder } from "./without-order.ts";

it.each([
  ["project = DOC", "project = DOC"],
  ["project = DOC ORDER BY updated DESC", "project = DOC"],
  ["project = DOC order  by\n key", "project = DOC"],
  ["ORDER BY created", ""],
  ['summary ~ "order by name"', 'summary ~ "order by name"'],
  ["summary ~ 'it\\'s order by' order by key", "summary ~ 'it\\'s order by'"],
  ['text ~ "a \\" order by b" Order By key', 'text ~ "a \\" order by b"'],
  ["(project = A OR project = B) ORDER BY rank", "(project = A OR project = B)"],
  ["issue in linked(ORDER by) and x = 1", "issue in linked(ORDER by) and x = 1"],
  ["reorder by = 1", "reorder by = 1"],
  ["project = DOC AND status = order", "project = DOC AND status = order"],
  ["text ~ 'never closed order by x", "text ~ 'never closed order by x"],
])("withoutOrder(%s)", (jql, expected) => {
  expect(withoutOrder(jql)).toBe(expected);
});
