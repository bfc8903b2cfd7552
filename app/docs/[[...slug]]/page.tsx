import type { Metadata } from "next";
import Link from "next/link";
import { notFound } from "next/navigation";
import { OnThisPage } from "#components/docs/on-this-page.tsx";
import { readDocs } from "#lib/docs/read.ts";
import { docsPath } from "#lib/docs/render.ts";
import { docsContents } from "../contents.ts";

type Props = { params: Promise<{ slug?: string[] }> };

async function pageOf({ params }: Props) {
  const { slug = ["index"] } = await params;
  return (await readDocs()).get(slug.join("/"));
}

export async function generateMetadata(props: Props): Promise<Metadata> {
  const page = await pageOf(props);
  return { title: page?.name === "index" ? "Documentation" : page?.title };
}

export default async function DocsPage(props: Props) {
  const page = await pageOf(props);
  if (!page) notFound();
  return (
    <div className="grid gap-10 xl:grid-cols-[minmax(0,1fr)_13rem]">
      <div className="grid min-w-0 content-start gap-10">
        {/* biome-ignore lint/security/noDangerouslySetInnerHtml: rendered from our own files in docs/ */}
        <article className="prose min-w-0" dangerouslySetInnerHTML={{ __html: page.html }} />
        <Neighbours name={page.name} />
      </div>
      <OnThisPage headings={page.sections.filter(({ depth }) => depth === 2)} />
    </div>
  );
}

/** The pages before and after one, in reading order. */
async function Neighbours({ name }: { name: string }) {
  const pages = (await docsContents()).flatMap((chapter) => chapter.pages);
  const at = pages.findIndex((page) => page.name === name);
  const [before, after] = [pages[at - 1], pages[at + 1]];
  const look = "grid gap-0.5 rounded-lg border border-line px-4 py-3 hover:bg-raised";
  return (
    <nav
      aria-label="Next and previous page"
      className="grid gap-3 border-line border-t pt-6 text-sm sm:grid-cols-2"
    >
      {before ? (
        <Link href={docsPath(before.name)} className={look}>
          <span className="text-quiet">Before this</span>
          <span className="font-medium">{before.title}</span>
        </Link>
      ) : null}
      {after ? (
        <Link href={docsPath(after.name)} className={`${look} sm:col-start-2 sm:text-right`}>
          <span className="text-quiet">Read on</span>
          <span className="font-medium">{after.title}</span>
        </Link>
      ) : null}
    </nav>
  );
}
