import { describe, expect, it } from "vitest";
import { parseStorage } from "./parse.ts";
import { excerptOf, readReferences } from "./references.ts";
import { storageToMarkdown } from "./write.ts";
import type { Included, StorageContext } from "./writing.ts";

const web = "https://acme.atlassian.net/wiki";

function write(xml: string, more: Partial<StorageContext> = {}) {
  return storageToMarkdown(parseStorage(xml), {
    web,
    pageId: "1",
    spaceKey: "DOCS",
    userName: (id) => ({ "5b10": "Ada Lovelace" })[id],
    included: () => undefined,
    ...more,
  });
}

const macro = (name: string, inner: string) =>
  `<ac:structured-macro ac:name="${name}">${inner}</ac:structured-macro>`;
const parameter = (name: string, value: string) => `<ac:parameter ac:name="${name}">${value}</ac:parameter>`;
const rich = (inner: string) => `<ac:rich-text-body>${inner}</ac:rich-text-body>`;
const plain = (text: string) => `<ac:plain-text-body><![CDATA[${text}]]></ac:plain-text-body>`;
const link = (inner: string, attributes = "") => `<ac:link${attributes}>${inner}</ac:link>`;

describe("storage format becomes Markdown:", () => {
  it.each<[string, string, string]>([
    [
      "text with entities",
      "<p>Caf&eacute;&nbsp;&rarr; <strong>bold</strong> 3 &lt; 4</p>",
      "Café → **bold** 3 < 4",
    ],
    ["headings and rules", "<h2>Part</h2><p>One<br />two</p><hr />", "## Part\n\nOne  \ntwo\n\n---"],
    [
      "tables with heads, lists and code in cells",
      `<table data-layout="wide"><colgroup><col /></colgroup><tbody><tr><th><p>Name</p></th><th><p>Says</p></th></tr>
       <tr><td><p>a|b</p></td><td><p><code>x</code></p></td></tr></tbody></table>`,
      "| Name | Says |\n| --- | --- |\n| a\\|b | `x` |",
    ],
    [
      "code with its language, verbatim",
      macro("code", parameter("language", "ts") + plain("if (a < b && c) {\n  return `<p>&nbsp;`;\n}")),
      "```ts\nif (a < b && c) {\n  return `<p>&nbsp;`;\n}\n```",
    ],
    ["code whose CDATA is cut in two", macro("code", plain("a]]]]><![CDATA[>b")), "```\na]]>b\n```"],
    ["preformatted text", macro("noformat", plain("  as it is")), "```\n  as it is\n```"],
    [
      "panels, by their kind or title",
      macro("warning", rich("<p>Hot</p>")) + macro("panel", parameter("title", "Box") + rich("<p>Cold</p>")),
      "> **Warning**\n>\n> Hot\n\n> **Box**\n>\n> Cold",
    ],
    [
      "panels of the new editor",
      `<ac:adf-extension><ac:adf-node type="panel"><ac:adf-attribute key="panel-type">note</ac:adf-attribute>
       <ac:adf-content><p>Mind</p></ac:adf-content></ac:adf-node><ac:adf-fallback><div>Mind</div></ac:adf-fallback></ac:adf-extension>`,
      "> **Note**\n>\n> Mind",
    ],
    [
      "decisions of the new editor",
      `<ac:adf-extension><ac:adf-node type="decision-list"><ac:adf-node type="decision-item">
       <ac:adf-attribute key="state">DECIDED</ac:adf-attribute><ac:adf-content>Go</ac:adf-content></ac:adf-node></ac:adf-node></ac:adf-extension>`,
      "- Go",
    ],
    [
      "task lists, nested",
      `<ac:task-list><ac:task><ac:task-id>1</ac:task-id><ac:task-status>complete</ac:task-status><ac:task-body><span>Done</span>
       <ac:task-list><ac:task><ac:task-status>incomplete</ac:task-status><ac:task-body>Open [1]</ac:task-body></ac:task></ac:task-list>
       </ac:task-body></ac:task></ac:task-list>`,
      "- [x] Done\n  - [ ] Open \\[1\\]",
    ],
    [
      "people, known and not",
      `<p>${link('<ri:user ri:account-id="5b10" />')} and ${link('<ri:user ri:userkey="ff80" />')}</p>`,
      "@Ada Lovelace and @ff80",
    ],
    [
      "links to pages, with and without words",
      `<p>${link('<ri:page ri:space-key="HR" ri:content-title="Holidays &amp; co" />')}, ${link(
        '<ri:page ri:content-title="Home" /><ac:plain-text-link-body><![CDATA[start <here>]]></ac:plain-text-link-body>',
      )}</p>`,
      `[Holidays & co](${web}/pages/viewpage.action?spaceKey=HR&title=Holidays+%26+co), [start \\<here>](${web}/pages/viewpage.action?spaceKey=DOCS&title=Home)`,
    ],
    [
      "links to a place in the page, a file, a space, an address, a card",
      `<p>${link("<ac:link-body>up</ac:link-body>", ' ac:anchor="top"')} ${link('<ri:attachment ri:filename="a b.pdf" />')}
       ${link('<ri:space ri:space-key="~ada" />')} <a href="https://example.com/" data-card-appearance="inline">https://example.com/</a></p>`,
      `up [a b.pdf](${web}/download/attachments/1/a%20b.pdf) [\\~ada](${web}/display/~ada) [https://example.com/](https://example.com/)`.replace(
        "\\~",
        "~",
      ),
    ],
    [
      "images by their alternative text, file name and caption",
      `<ac:image ac:alt="A chart"><ri:attachment ri:filename="c.png" /></ac:image><ac:image><ri:url ri:value="https://e.com/x.png" />
       <ac:caption><p>Fig. 1</p></ac:caption></ac:image>`,
      `![A chart](${web}/download/attachments/1/c.png)![x.png](https://e.com/x.png)\n\nFig. 1`,
    ],
    [
      "emoticons, old and new",
      `<p><ac:emoticon ac:name="tick" /> <ac:emoticon ac:emoji-shortname=":rocket:" ac:emoji-fallback="🚀" ac:name="blue-star" />
       <ac:emoticon ac:emoji-shortname=":party_parrot:" ac:emoji-fallback=":party_parrot:" ac:name="x" /></p>`,
      "✅ 🚀 :party_parrot:",
    ],
    [
      "layouts and columns, in order",
      `<ac:layout><ac:layout-section ac:type="two_equal"><ac:layout-cell><p>Left</p></ac:layout-cell><ac:layout-cell><p>Right</p>
       </ac:layout-cell></ac:layout-section></ac:layout>${macro("section", rich(macro("column", rich("<p>In</p>"))))}`,
      "Left\n\nRight\n\nIn",
    ],
    [
      "expandable text with its title",
      macro("expand", parameter("title", "More") + rich("<ul><li><p>one</p></li></ul>")),
      "**More**\n\n- one",
    ],
    [
      "status, dates, marked and commented text",
      `<p>${macro("status", parameter("colour", "Green") + parameter("title", "READY"))} <time datetime="2026-11-25" />
       <ac:inline-comment-marker ac:ref="x">marked</ac:inline-comment-marker> <span style="color: red;">red</span><ac:placeholder>Type here</ac:placeholder></p>`,
      "READY 2026-11-25 marked red",
    ],
    [
      "issues of Jira",
      `<p>${macro("jira", parameter("key", "DOC-7") + parameter("serverId", "x"))}</p>${macro("jira", parameter("jqlQuery", "project = DOC"))}`,
      "DOC-7\n\nJira: `project = DOC`",
    ],
    [
      "files and sites that a macro shows",
      macro(
        "view-file",
        parameter("name", '<ri:attachment ri:filename="plan.pdf" />') + parameter("height", "250"),
      ) + macro("widget", parameter("url", '<ri:url ri:value="https://v.example/1" />')),
      `[plan.pdf](${web}/download/attachments/1/plan.pdf) [https://v.example/1](https://v.example/1)`,
    ],
    ["Markdown that is kept as such", macro("markdown", plain("* a [x](y)")), "* a [x](y)"],
    [
      "macros that nothing is known of, with their bodies",
      macro("fancy", parameter("title", "T") + rich("<p>B</p>")),
      "**T**\n\nB",
    ],
    ["diagrams in text", macro("mermaid", plain("graph TD;")), "```mermaid\ngraph TD;\n```"],
    ["nothing for what is made from elsewhere", `${macro("toc", "") + macro("children", "")}<p>x</p>`, "x"],
    ["broken XML, as far as it goes", "<p>One <strong>two</p><p>three", "One **two**\n\nthree"],
  ])("%s", (_name, xml, markdown) => {
    expect(write(xml).text).toBe(markdown);
  });

  it("says which macros show what isn't in the text", () => {
    const xml = macro("drawio", parameter("diagramName", "Network")) + macro("toc", "") + macro("zzz", "");
    expect(write(xml)).toEqual({ text: "Network", unreadMacros: ["drawio", "zzz"] });
  });

  it("takes in other pages and their excerpts, and cuts a page that takes in itself", () => {
    const page = (title: string) => `<ac:link><ri:page ri:content-title="${title}" /></ac:link>`;
    const pages: Record<string, Included> = {
      Terms: {
        pageId: "2",
        spaceKey: "DOCS",
        title: "Terms",
        nodes: parseStorage(
          `<p>All of it.</p>${macro("include", parameter("", page("Self")))}${macro("excerpt", rich("<p>In short.</p>"))}`,
        ),
      },
      Self: { pageId: "1", spaceKey: "DOCS", title: "Self", nodes: [] },
    };
    const { text } = write(
      macro("include", parameter("", page("Terms"))) +
        macro("excerpt-include", parameter("", page("Terms")) + parameter("nopanel", "true")) +
        macro("include", parameter("", page("Gone"))),
      {
        included: ({ page: of, excerpt }) => {
          const found = "title" in of ? pages[of.title] : undefined;
          return found && (excerpt ? { ...found, nodes: excerptOf(found.nodes, excerpt.name) } : found);
        },
      },
    );
    const at = (title: string) => `[${title}](${web}/pages/viewpage.action?spaceKey=DOCS&title=${title})`;
    expect(text).toBe(`All of it.\n\n${at("Self")}\n\nIn short.\n\nIn short.\n\n${at("Gone")}`);
  });

  it("survives what is nested without end", () => {
    const deep = (levels: number) => `${"<div>".repeat(levels)}core${"</div>".repeat(levels)}`;
    expect(write(deep(1500)).text).toBe("core");
    const began = performance.now();
    write(`${"<b>".repeat(200_000)}${"</i>".repeat(1_000_000)}`);
    expect(performance.now() - began).toBeLessThan(3000);
  });
});

it("finds who is mentioned and what is taken in", () => {
  const xml =
    link('<ri:user ri:account-id="5b10" />') +
    macro("include", parameter("", link('<ri:page ri:space-key="HR" ri:content-title="Holidays" />'))) +
    macro("excerpt-include", parameter("", "OPS:Run book") + parameter("name", "short"));
  expect(readReferences(parseStorage(xml))).toEqual({
    users: new Set(["5b10"]),
    inclusions: [
      { page: { title: "Holidays", spaceKey: "HR" }, excerpt: null },
      { page: { title: "Run book", spaceKey: "OPS" }, excerpt: { name: "short" } },
    ],
  });
});
