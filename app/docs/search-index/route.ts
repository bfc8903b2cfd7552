import type { SearchedSection } from "#components/docs/find-sections.ts";
import { apiPage } from "#lib/docs/chapters.ts";
import { readDocs } from "#lib/docs/read.ts";
import { docsPath } from "#lib/docs/render.ts";
import { operations } from "#lib/openapi/operations.ts";
import { docsContents } from "../contents.ts";

/** All that the documentation says, by section and in reading order, for the browser to search. */
export async function GET(): Promise<Response> {
  const [docs, chapters] = await Promise.all([readDocs(), docsContents()]);
  const names = chapters.flatMap(({ pages }) => pages.map(({ name }) => name));
  const sections = names.flatMap((name) => (name === apiPage.name ? ofApi() : ofPage(docs.get(name))));
  return Response.json(sections, { headers: { "cache-control": "public, max-age=300" } });
}

type Page = NonNullable<ReturnType<Awaited<ReturnType<typeof readDocs>>["get"]>>;

function ofPage(page: Page | undefined): SearchedSection[] {
  if (!page) return [];
  return page.sections.map(({ id, title, text, depth }) => ({
    href: depth === 1 ? docsPath(page.name) : `${docsPath(page.name)}#${id}`,
    page: page.title,
    title,
    text,
  }));
}

function ofApi(): SearchedSection[] {
  return operations.map(({ id, method, path, summary, description = "" }) => ({
    href: `${docsPath(apiPage.name)}#${id}`,
    page: apiPage.title,
    title: summary,
    text: `${method} ${path} ${description}`,
  }));
}
