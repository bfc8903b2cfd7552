import type { HtmlNode } from "#lib/extract/html-tree.ts";
import { html } from "./html.ts";
import { linkToParameter } from "./links.ts";
import type { Macro } from "./macro.ts";
import { type Inclusion, inclusionOf } from "./references.ts";
import { pageAddress, type Writing } from "./writing.ts";

type WriteMacro = (macro: Macro, writing: Writing) => HtmlNode[];

const panels: Record<string, string> = { info: "Info", note: "Note", tip: "Tip", warning: "Warning" };

/** What other pages, or the page's own head, already say: they show nothing that is the page's. */
const generated = new Set(
  (
    "anchor attachments blog-posts change-history children content-report-table contentbylabel contributors " +
    "contributors-summary create-from-template detailssummary favpages gallery index labels-list listlabels livesearch " +
    "navmap page-tree pagetree pagetreesearch popular-labels profile-picture recently-updated recently-updated-dashboard " +
    "related-labels search space-details spaces tasks-report-macro toc userlister"
  ).split(" "),
);

const known: Record<string, WriteMacro> = {
  code: (macro) => [...title(macro), code(macro.plainBody ?? "", macro.text("language") ?? macro.text(""))],
  noformat: (macro) => [...title(macro), code(macro.plainBody ?? "", undefined)],
  expand: (macro, writing) => [...title(macro), ...body(macro, writing)],
  status: (macro) => [macro.text("title") ?? macro.text("colour") ?? ""],
  jira: writeJira,
  include: writeInclusion,
  "excerpt-include": writeInclusion,
  markdown: (macro, writing) => [html("div", [writing.raw.hide(macro.plainBody?.trim() ?? "")])],
  mathblock: (macro) => [code(macro.plainBody ?? macro.text("") ?? "", "latex")],
  mathinline: (macro) => [html("code", [macro.plainBody ?? macro.text("body") ?? macro.text("") ?? ""])],
};

/** Writes a macro: what it holds, what it takes in from elsewhere, or what it links to. */
export function writeMacro(macro: Macro, writing: Writing): HtmlNode[] {
  if (macro.name in panels || macro.name === "panel") return writePanel(macro, writing);
  const write = known[macro.name];
  if (write) return write(macro, writing);
  if (macro.richBody) return [html("div", [...title(macro), ...body(macro, writing)])];
  if (macro.plainBody !== undefined) return [...title(macro), code(macro.plainBody, macro.name)];
  return generated.has(macro.name) ? [] : writeReference(macro, writing);
}

function body({ richBody = [] }: Macro, { write }: Writing): HtmlNode[] {
  return [html("div", write(richBody))];
}

function title(macro: Macro): HtmlNode[] {
  const text = macro.text("title");
  return text === undefined ? [] : [html("p", [html("strong", [text])])];
}

function code(text: string, language: string | undefined): HtmlNode {
  const isTag = language !== undefined && /^[\w+#-]+$/.test(language);
  return html("pre", [html("code", [text], isTag ? { class: `language-${language}` } : undefined)]);
}

/** A panel as a quote that begins with its title, else with what kind it is. */
function writePanel(macro: Macro, writing: Writing): HtmlNode[] {
  const name = macro.text("title") ?? panels[macro.name];
  const head = name === undefined ? [] : [html("p", [html("strong", [name])])];
  return [html("blockquote", [...head, ...writing.write(macro.richBody ?? [])])];
}

/** The issue, or the query, that it shows: the issues themselves are Jira's. */
function writeJira(macro: Macro): HtmlNode[] {
  const key = macro.text("key");
  if (key !== undefined) return [key];
  const query = macro.text("jqlQuery") ?? macro.text("jql");
  return query === undefined ? [] : [html("p", ["Jira: ", html("code", [query])])];
}

function writeInclusion(macro: Macro, writing: Writing): HtmlNode[] {
  const inclusion = inclusionOf(macro);
  if (!inclusion) return [];
  const { context } = writing;
  const included = context.included(inclusion, context.spaceKey);
  if (included && !writing.within.includes(included.pageId) && writing.budget.inclusions-- > 0) {
    return [html("div", writing.writeIncluded(included))];
  }
  return [html("p", [html("a", [nameOf(inclusion)], { href: pageAddress(context, inclusion.page) })])];
}

function nameOf({ page }: Inclusion): string {
  return "id" in page ? page.id : page.title;
}

const referring = ["url", "src", "name", "page", "user", "attachment", "file", ""];
const naming = ["diagramName", "diagramDisplayName", "title", "caption", "text", "label", "description"];
/** Macros that show a file, a person or another site: the link says it all. */
const linking = new Set(
  "iframe multimedia profile view-file viewdoc viewpdf viewppt viewxls widget".split(" "),
);

/** What a macro without a body names: a file, a page, an address, a drawing. */
function writeReference(macro: Macro, writing: Writing): HtmlNode[] {
  if (!linking.has(macro.name)) writing.unread.add(macro.name);
  const words = [...new Set(naming.flatMap((name) => macro.text(name) ?? []))].join(", ");
  const parameter = referring.map(macro.parameter).find((found) => found !== undefined);
  const link = parameter ? linkToParameter(parameter, writing) : [];
  return [html("span", [` ${words} `, ...link, " "])];
}
