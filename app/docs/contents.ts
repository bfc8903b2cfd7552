import { apiPage, chaptersOf } from "#lib/docs/chapters.ts";
import { readDocs } from "#lib/docs/read.ts";

/** The chapters of the documentation and their pages, in reading order. */
export async function docsContents() {
  const docs = await readDocs();
  return chaptersOf([...docs.keys(), apiPage.name]).map(({ title, names }) => ({
    title,
    pages: names.map((name) => ({ name, title: docs.get(name)?.title ?? apiPage.title })),
  }));
}
