import Link from "next/link";
import type { ReactNode } from "react";
import { HtmlDocument, siteMetadata } from "#app/html-document.tsx";
import { pageNonce } from "#app/page-nonce.ts";
import { DocsSearch } from "#components/docs/docs-search.tsx";
import { Brand } from "#components/shell/brand.tsx";
import { NavLinks } from "#components/shell/nav-links.tsx";
import { docsPath } from "#lib/docs/render.ts";
import { docsContents } from "./contents.ts";

export const metadata = siteMetadata;

export default async function DocsLayout({ children }: { children: ReactNode }) {
  const chapters = await docsContents();
  return (
    <HtmlDocument lang="en" nonce={await pageNonce()}>
      <div className="mx-auto max-w-7xl md:grid md:grid-cols-[17rem_minmax(0,1fr)]">
        <a
          href="#content"
          className="sr-only rounded-lg bg-page px-3 py-2 focus:not-sr-only focus:fixed focus:top-3 focus:left-3 focus:z-10"
        >
          Skip to the content
        </a>
        <header className="grid content-start gap-4 border-line px-4 py-4 text-sm max-md:border-b md:sticky md:top-0 md:h-dvh md:overflow-y-auto md:border-r md:py-8">
          <div className="flex items-baseline justify-between gap-3 px-2.5">
            <Link href="/docs" className="text-base">
              <Brand />
            </Link>
            <a href="/" className="text-quiet hover:text-ink">
              Open the product
            </a>
          </div>
          <DocsSearch>
            <div className="max-md:hidden">
              <Contents chapters={chapters} />
            </div>
          </DocsSearch>
          <p className="px-2.5 md:hidden">
            <a href="#contents" className="text-accent underline underline-offset-2">
              Contents
            </a>
          </p>
        </header>
        <main id="content" tabIndex={-1} className="min-w-0 px-4 py-6 outline-none md:px-10 md:py-8">
          {children}
        </main>
        <footer id="contents" className="border-line border-t px-4 py-6 md:hidden">
          <Contents chapters={chapters} />
        </footer>
      </div>
    </HtmlDocument>
  );
}

function Contents({ chapters }: { chapters: Awaited<ReturnType<typeof docsContents>> }) {
  return (
    <div className="grid gap-5 text-sm">
      {chapters.map(({ title, pages }) => (
        <div key={title} className="grid gap-1">
          <p className="px-2.5 text-quiet text-xs">{title}</p>
          <NavLinks label={title} links={pages.map(linkTo)} />
        </div>
      ))}
    </div>
  );
}

function linkTo({ name, title }: { name: string; title: string }) {
  return { href: docsPath(name), label: title, isHome: name === "index" };
}
