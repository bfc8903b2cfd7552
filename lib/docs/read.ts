import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { Marked } from "marked";

export type DocsPage = { slug: string[]; title: string; html: string };

const folder = join(process.cwd(), "docs");
// Decisions are for people who change the code; they stay in the repository.
const sections = ["", "sources"];

let slugs: Promise<string[][]> | undefined;
const pages = new Map<string, Promise<DocsPage>>();

/** The slugs of the product's documentation, the overview first. Read once: the files are the release's own. */
export function listDocs(): Promise<string[][]> {
  slugs ??= findSlugs();
  return slugs;
}

async function findSlugs(): Promise<string[][]> {
  const slugs = await Promise.all(
    sections.map(async (section) => {
      const files = await readdir(join(folder, section)).catch(() => []);
      return files
        .filter((file) => file.endsWith(".md"))
        .map((file) => [...(section ? [section] : []), file.slice(0, -3)]);
    }),
  );
  return slugs.flat().map((slug) => (slug.join("/") === "index" ? [] : slug));
}

/** One page of the documentation, or undefined. Only slugs of `listDocs` name a file. */
export async function readDocs(slug: string[]): Promise<DocsPage | undefined> {
  const known = (await listDocs()).some((known) => known.join("/") === slug.join("/"));
  if (!known) return undefined;
  const name = slug.length === 0 ? "index" : slug.join("/");
  const page = pages.get(name) ?? readPage(name, slug);
  pages.set(name, page);
  return page;
}

async function readPage(name: string, slug: string[]): Promise<DocsPage> {
  const markdown = await readFile(join(folder, `${name}.md`), "utf8");
  return { slug, title: /^# (.+)$/m.exec(markdown)?.[1] ?? name, html: render(markdown, slug) };
}

/** Our own files, so their HTML is trusted; headings get anchors, links between files become links between pages. */
function render(markdown: string, slug: string[]): string {
  const base = new URL(`http://docs/docs/${slug.length === 0 ? "index" : slug.join("/")}`);
  const marked = new Marked({
    renderer: {
      heading({ tokens, depth, text }) {
        const id = text
          .toLowerCase()
          .replace(/[^\p{L}\p{N}]+/gu, "-")
          .replace(/^-|-$/g, "");
        return `<h${depth} id="${id}">${this.parser.parseInline(tokens)}</h${depth}>`;
      },
      link({ href, tokens }) {
        return `<a href="${pageLink(href, base)}">${this.parser.parseInline(tokens)}</a>`;
      },
    },
  });
  return marked.parse(markdown, { async: false });
}

function pageLink(href: string, base: URL): string {
  if (!/^[^:]+\.md(#.*)?$/.test(href)) return href;
  const { pathname, hash } = new URL(href, base);
  return `${pathname.replace(/(\/index)?\.md$/, "")}${hash}`;
}
