import { describe, expect, it } from "vitest";
import { renderDocs } from "./render.ts";

describe("renderDocs", () => {
  it.each([
    ["[Errors](errors.md#stale)", "quick-start", '<p><a href="/docs/errors#stale">Errors</a></p>\n'],
    ["[Up](../index.md)", "sources/upload", '<p><a href="/docs">Up</a></p>\n'],
    ["[Out](https://example.com/a.md)", "index", '<p><a href="https://example.com/a.md">Out</a></p>\n'],
    ["## When clocks change!", "index", '<h2 id="when-clocks-change">When clocks change!</h2>'],
    ["```\nx\n```", "index", '<pre tabindex="0"><code>x\n</code></pre>\n'],
  ])("%s", (markdown, name, html) => {
    expect(renderDocs(markdown, name).html).toBe(html);
  });

  it("tells the words under each heading", () => {
    const markdown =
      "# Title\n\nFirst [link](x.md).\n\n## `cron` *fields*\n\n| a | b |\n| --- | --- |\n| 1 | `2` |\n\n- one\n- two\n";
    expect(renderDocs(markdown, "index").sections).toEqual([
      { id: "title", title: "Title", depth: 1, text: "First link." },
      { id: "cron-fields", title: "cron fields", depth: 2, text: "a b 1 2 one two" },
    ]);
  });
});
