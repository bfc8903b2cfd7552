import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { type DocsSection, renderDocs } from "./render.ts";

/** A page of the documentation; `name` is its file below docs/, without its ending. */
export type DocsPage = { name: string; title: string; html: string; sections: DocsSection[] };

const folder = join(process.cwd(), "docs");
// Decisions are for people who change the code; they stay in the repository.
const folders = ["", "sources"];

let all: Promise<Map<string, DocsPage>> | undefined;

/** The product's documentation by name. Read once: the files are the release's own. */
export function readDocs(): Promise<Map<string, DocsPage>> {
  all ??= readAll();
  return all;
}

async function readAll(): Promise<Map<string, DocsPage>> {
  const names = await Promise.all(folders.map(namesIn));
  const pages = await Promise.all(names.flat().map(readPage));
  return new Map(pages.map((page) => [page.name, page]));
}

async function namesIn(section: string): Promise<string[]> {
  const files = await readdir(join(folder, section)).catch(() => []);
  return files
    .filter((file) => file.endsWith(".md"))
    .map((file) => (section ? `${section}/` : "") + file.slice(0, -3));
}

async function readPage(name: string): Promise<DocsPage> {
  const { html, sections } = renderDocs(await readFile(join(folder, `${name}.md`), "utf8"), name);
  return { name, title: sections[0]?.title ?? name, html, sections };
}
