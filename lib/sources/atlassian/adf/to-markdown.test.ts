import fc from "fast-check";
import { Parser } from "htmlparser2";
import { marked } from "marked";
import { describe, expect, it } from "vitest";
import { adfToMarkdown } from "./to-markdown.ts";

type Node = { type: string; text?: string; attrs?: object; marks?: object[]; content?: Node[] };

const text = (words: string, ...marks: string[]): Node => ({
  type: "text",
  text: words,
  ...(marks.length > 0 && { marks: marks.map((type) => ({ type })) }),
});
const node = (type: string, content: Node[], attrs?: object): Node => ({
  type,
  content,
  ...(attrs && { attrs }),
});
const p = (...content: (Node | string)[]) =>
  node(
    "paragraph",
    content.map((one) => (typeof one === "string" ? text(one) : one)),
  );
const doc = (...content: Node[]) => ({ version: 1, type: "doc", content });
const link = (words: string, href: string, ...marks: string[]): Node => ({
  type: "text",
  text: words,
  marks: [...marks.map((type) => ({ type })), { type: "link", attrs: { href } }],
});
const write = (...content: Node[]) => adfToMarkdown(doc(...content), "https://acme.atlassian.net/browse/A-1");

describe("adfToMarkdown", () => {
  const cases: [string, Node[], string][] = [
    [
      "marks, the longest outermost",
      [
        p(
          text("all ", "strong"),
          text("of it", "strong", "em"),
          text(" now", "strong"),
          ", ",
          text("gone", "strike"),
        ),
      ],
      "**all *of it* now**, ~~gone~~",
    ],
    [
      "no mark in another that a word goes on from",
      [p(text("a ", "strong"), text("b", "strong", "em"), text("c d", "strong"))],
      "**a bc d**",
    ],
    ["spaces out of the marks", [p("a", text(" b ", "strong"), "c")], "a **b** c"],
    ["no marks that wouldn't pair up", [p(text("(Note)", "strong"), "that")], "(Note)that"],
    [
      "links, absolute, with marks inside",
      [p("see ", link("the ", "/browse/A-2"), link("issue", "/browse/A-2", "strong"), text("."))],
      "see [the **issue**](https://acme.atlassian.net/browse/A-2).",
    ],
    ["no script", [p(link("run", "javascript:alert(1)"))], "run"],
    [
      "code, and code that is a link",
      [p(text("a`b", "code"), " ", link("x", "https://x.example/", "code"))],
      "``a`b`` [`x`](https://x.example/)",
    ],
    [
      "raised and lowered text",
      [
        p(
          "10",
          { ...text("6"), marks: [{ type: "subsup", attrs: { type: "sup" } }] },
          " H",
          { ...text("2"), marks: [{ type: "subsup", attrs: { type: "sub" } }] },
          "O",
        ),
      ],
      "10^6 H2O",
    ],
    ["line breaks", [p("one", { type: "hardBreak" }, "# two")], "one  \n\\# two"],
    [
      "mentions, emoji, dates, status",
      [
        p(
          { type: "mention", attrs: { id: "5b1", text: "@Ada" } },
          " ",
          { type: "mention", attrs: { id: "5b2", text: "Bo" } },
          " ",
          { type: "emoji", attrs: { shortName: ":tada:", text: "🎉" } },
          { type: "emoji", attrs: { shortName: ":acme_logo:" } },
          " by ",
          { type: "date", attrs: { timestamp: "1767225600000" } },
          " ",
          { type: "status", attrs: { text: "DONE", color: "green" } },
        ),
      ],
      "@Ada @Bo 🎉:acme_logo: by 2026-01-01 **DONE**",
    ],
    [
      "cards",
      [
        p("see ", { type: "inlineCard", attrs: { url: "https://acme.example/a_b" } }),
        { type: "blockCard", attrs: { data: { name: "Plan", url: "https://acme.example/plan" } } },
        { type: "embedCard", attrs: { url: "https://acme.example/board", layout: "wide" } },
      ],
      "see <https://acme.example/a_b>\n\n[Plan](https://acme.example/plan)\n\n<https://acme.example/board>",
    ],
    [
      "media by its alternative text, with its caption",
      [
        node("mediaSingle", [
          { type: "media", attrs: { type: "file", id: "1", collection: "", alt: "pump_1.png" } },
          node("caption", [text("The pump")]),
        ]),
        node("mediaGroup", [{ type: "media", attrs: { type: "external", url: "https://x.example/y.png" } }]),
        p({ type: "mediaInline", attrs: { id: "2", alt: "plan.pdf" } }),
      ],
      "pump_1.png\n\nThe pump\n\n<https://x.example/y.png>\n\nplan.pdf",
    ],
    [
      "lists in lists",
      [
        node("bulletList", [
          node("listItem", [
            p("one"),
            node("orderedList", [node("listItem", [p("three")]), node("listItem", [p("four")])], {
              order: 3,
            }),
          ]),
          node("listItem", [p("two"), node("codeBlock", [text("x = 1")], { language: "python" })]),
        ]),
      ],
      "- one\n  3. three\n  4. four\n\n- two\n\n  ```python\n  x = 1\n  ```",
    ],
    [
      "tasks and decisions",
      [
        node("taskList", [
          node("taskItem", [text("write")], { state: "DONE" }),
          node("taskItem", [text("read")], { state: "TODO" }),
          node("taskList", [node("taskItem", [text("twice")], { state: "TODO" })]),
        ]),
        node("decisionList", [node("decisionItem", [text("We ship.")], { state: "DECIDED" })]),
      ],
      "- [x] write\n- [ ] read\n  - [ ] twice\n\n- ⤷ We ship.",
    ],
    [
      "panels, quotes, expanders, rules and layouts",
      [
        node("panel", [p("Mind the gap"), node("bulletList", [node("listItem", [p("here")])])], {
          panelType: "warning",
        }),
        node("panel", [p("Ours")], { panelType: "custom", panelIconText: "🐙" }),
        node("blockquote", [p("a"), p("b")]),
        { type: "rule" },
        node("expand", [p("inside")], { title: "More" }),
        node("layoutSection", [node("layoutColumn", [p("left")]), node("layoutColumn", [p("right")])]),
      ],
      "> ⚠️ Mind the gap\n>\n> - here\n\n> 🐙 Ours\n\n> a\n>\n> b\n\n---\n\n**More**\n\ninside\n\nleft\n\nright",
    ],
    [
      "tables with spans, and blocks in their cells",
      [
        node("table", [
          node("tableRow", [
            node("tableHeader", [p("Part")]),
            node("tableHeader", [p("Facts | more")], { colspan: 2 }),
          ]),
          node("tableRow", [
            node("tableCell", [p("Pump")], { rowspan: 2 }),
            node("tableCell", [node("bulletList", [node("listItem", [p("a")]), node("listItem", [p("b")])])]),
            node("tableCell", [node("codeBlock", [text("x\ny")]), p("two", { type: "hardBreak" }, "lines")]),
          ]),
          node("tableRow", [
            node("tableCell", [node("taskList", [node("taskItem", [text("do")], { state: "DONE" })])]),
            node("tableCell", [p("")]),
          ]),
        ]),
      ],
      "| Part | Facts \\| more |  |\n| --- | --- | --- |\n| Pump | • a • b | `x y` two lines |\n| Pump | ☑ do |  |",
    ],
    ["headings", [node("heading", [text("Why")], { level: 2 })], "## Why"],
    [
      "extensions, and kinds that nobody knows yet",
      [
        { type: "extension", attrs: { extensionKey: "toc", extensionType: "x", text: "Contents" } },
        node("bodiedExtension", [p("body")], { extensionKey: "y" }),
        node("hologram", [p("shimmer")]),
        p({ type: "inlineExtension", attrs: { text: "inline" } }),
      ],
      "**Contents**\n\nbody\n\nshimmer\n\ninline",
    ],
    [
      "text that only looks like markup",
      [p("*a* _b_ [c](d) <e> &lt; `f` ~~g~~"), p("1. x"), p("- y")],
      "\\*a\\* \\_b\\_ \\[c\\]\\(d) \\<e> \\&lt; \\`f\\` \\~\\~g\\~\\~\n\n1\\. x\n\n\\- y",
    ],
  ];
  it.each(cases)("writes %s", (_name, content, expected) => {
    expect(write(...content)).toBe(expected);
  });

  it("answers nothing for what isn't a document", () => {
    for (const value of [null, undefined, 3, "text", [], {}, { type: "doc" }, { type: 3, content: "x" }]) {
      expect(adfToMarkdown(value)).toBe("");
    }
  });

  it("keeps the words of what is nested absurdly deep", () => {
    let deep: Node = p("bottom");
    for (let i = 0; i < 50_000; i++) deep = node("blockquote", [deep]);
    expect(adfToMarkdown(doc(deep))).toContain("bottom");
  });

  it("never throws, whatever is stored", () => {
    const types = fc.constantFrom(
      "doc",
      "text",
      "table",
      "tableRow",
      "taskList",
      "panel",
      "media",
      "heading",
      "x",
    );
    const anything = fc.letrec((tie) => ({
      node: fc.oneof(
        { maxDepth: 5 },
        fc.anything(),
        fc.record(
          {
            type: fc.oneof(types, fc.anything()),
            text: fc.anything(),
            attrs: fc.anything(),
            marks: fc.anything(),
            content: fc.oneof(fc.array(tie("node")), fc.anything()),
          },
          { requiredKeys: [] },
        ),
      ),
    })).node;
    fc.assert(
      fc.property(anything, (value) => typeof adfToMarkdown(value) === "string"),
      { numRuns: 400 },
    );
  });
});

/** What a Markdown reader that we didn't write makes of a text: its words without spaces, links and code. */
function readBack(markdown: string) {
  const read = { words: "", links: [] as string[], code: [] as string[], items: 0, cells: 0 };
  let inCode: string | undefined;
  const parser = new Parser({
    onopentag(name, attributes) {
      if (name === "a") read.links.push(attributes.href ?? "");
      if (name === "li") read.items++;
      if (name === "td" || name === "th") read.cells++;
      if (name === "pre") inCode = "";
    },
    ontext(words) {
      if (inCode === undefined) read.words += words;
      else inCode += words;
    },
    onclosetag(name) {
      if (name !== "pre") return;
      read.code.push(inCode?.trim() ?? "");
      inCode = undefined;
    },
  });
  parser.end(marked.parse(markdown, { async: false }));
  return { ...read, words: read.words.replace(/\s+/g, "") };
}

/** What a document says, read off the tree. */
function saidBy(
  node: Node,
  said = { words: "", links: [] as string[], code: [] as string[], items: 0, cells: 0 },
) {
  const href = (node.marks as { attrs?: { href?: string } }[] | undefined)?.find(({ attrs }) => attrs?.href);
  if (node.type === "text") said.words += (node.text ?? "").replace(/\s+/g, "");
  if (href?.attrs?.href) said.links.push(href.attrs.href);
  if (node.type === "listItem") said.items++;
  if (node.type === "tableCell") said.cells++;
  if (node.type === "codeBlock") said.code.push(node.content?.[0]?.text?.trim() ?? "");
  else for (const child of node.content ?? []) saidBy(child, said);
  return said;
}

describe("a Markdown reader", () => {
  const signs = fc.constantFrom(
    "*",
    "**",
    "_",
    "`",
    "[",
    "](x)",
    "<b>",
    "&lt;",
    "~~",
    "#",
    "-",
    "1.",
    "|",
    "!",
    "\\",
    "é",
    "“",
    ".",
    ",",
    "",
  );
  // Without w: `www.` begins an address, which readers link by themselves.
  const word = fc.tuple(signs, fc.stringMatching(/^[a-v]{1,3}$/), signs).map((parts) => parts.join(""));
  const words = fc.array(word, { minLength: 1, maxLength: 4 }).map((all) => all.join(" "));
  const padded = fc
    .tuple(fc.constantFrom("", " "), words, fc.constantFrom("", " "))
    .map((parts) => parts.join(""));
  const run = fc
    .tuple(padded, fc.subarray(["strong", "em", "strike"]))
    .map(([said, marks]) => text(said, ...marks));
  const linked = fc
    .tuple(words, fc.subarray(["strong", "em"]), fc.nat(99))
    .map(([said, marks, n]) => link(said, `https://x.example/${n}`, ...marks));
  const runs = fc.array(run, { minLength: 1, maxLength: 6 });
  const line = fc.oneof(
    runs,
    // Two links of one address beside each other are one: apart they are two.
    fc
      .tuple(runs, linked, runs)
      .map(([before, one, after]) => [...before, text(" and "), one, text(" and "), ...after]),
  );
  const paragraph = line.map((content) => p(...content));
  const codeBlock = fc
    .stringMatching(/^[a-z`*\n ]{1,30}$/)
    .filter((code) => code.trim() !== "")
    .map((code) => node("codeBlock", [text(code)]));
  const block = fc.letrec<{ block: Node; item: Node }>((tie) => ({
    block: fc.oneof(
      { maxDepth: 3 },
      paragraph,
      codeBlock,
      line.map((content) => node("heading", content, { level: 2 })),
      fc.array(tie("item"), { minLength: 1, maxLength: 3 }).map((items) => node("bulletList", items)),
      fc.array(tie("item"), { minLength: 1, maxLength: 3 }).map((items) => node("orderedList", items)),
      fc.array(tie("block"), { minLength: 1, maxLength: 3 }).map((blocks) => node("blockquote", blocks)),
      fc.array(tie("block"), { minLength: 1, maxLength: 2 }).map((blocks) => node("expand", blocks)),
      fc.array(fc.tuple(paragraph, paragraph), { minLength: 1, maxLength: 3 }).map((rows) =>
        node(
          "table",
          rows.map((row) =>
            node(
              "tableRow",
              row.map((cell) => node("tableCell", [cell])),
            ),
          ),
        ),
      ),
    ),
    item: fc
      .tuple(paragraph, fc.option(tie("block"), { nil: undefined }))
      .map(([first, more]) => node("listItem", more ? [first, more] : [first])),
  })).block;

  it("finds every word, link, list item, cell and piece of code of a document, and nothing else", () => {
    fc.assert(
      fc.property(fc.array(block, { minLength: 1, maxLength: 4 }), (blocks) => {
        expect(readBack(adfToMarkdown(doc(...blocks)))).toEqual(saidBy(doc(...blocks)));
      }),
      { numRuns: 400 },
    );
  });
});
