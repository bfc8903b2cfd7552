import Link from "next/link";
import type { ReactNode } from "react";
import { HtmlDocument, siteMetadata } from "#app/html-document.tsx";
import { pageNonce } from "#app/page-nonce.ts";
import { listDocs, readDocs } from "#lib/docs/read.ts";

export const metadata = siteMetadata;

export default async function DocsLayout({ children }: { children: ReactNode }) {
  const pages = await Promise.all((await listDocs()).map(readDocs));
  const links = pages
    .flatMap((page) =>
      page ? [{ href: `/docs/${page.slug.join("/")}`.replace(/\/$/, ""), title: page.title }] : [],
    )
    .toSorted((a, b) => (a.href < b.href ? -1 : 1));
  return (
    <HtmlDocument lang="en" nonce={await pageNonce()}>
      <div className="mx-auto grid max-w-6xl gap-8 px-6 py-8 md:grid-cols-[14rem_1fr]">
        <nav aria-label="Documentation" className="text-sm">
          <Link href="/" className="mb-4 block font-semibold">
            Tributary
          </Link>
          <ul className="grid gap-1.5">
            {[...links, { href: "/docs/api", title: "API reference" }].map(({ href, title }) => (
              <li key={href}>
                <Link href={href} className="text-quiet hover:text-ink">
                  {title}
                </Link>
              </li>
            ))}
          </ul>
        </nav>
        <main className="min-w-0">{children}</main>
      </div>
    </HtmlDocument>
  );
}
