import { GeistMono } from "geist/font/mono";
import { GeistSans } from "geist/font/sans";
import type { Metadata } from "next";
import type { ReactNode } from "react";
import "./globals.css";

/** What every page is called beside its own title. */
export const siteMetadata: Metadata = {
  title: { default: "Tributary", template: "%s · Tributary" },
  description: "Bring a company's documents into searchable collections, on a schedule you can trust.",
};

// Before the first paint; and before zod, which would try whether it may compile code, and have each try reported as
// a breach of the page's policy.
const atFirst = `globalThis.__zod_globalConfig = { jitless: true };
{const [, theme] = /(?:^|; )theme=(light|dark)(?:;|$)/.exec(document.cookie) ?? [];
if (theme) document.documentElement.dataset.theme = theme}`;

type Props = {
  lang: string;
  /** From `pageNonce`; without it the theme is the system's until the page is alive. */
  nonce?: string;
  children: ReactNode;
};

/** What surrounds every page. Each part of the product is a document of its own, in its own language. */
export function HtmlDocument({ lang, nonce, children }: Props) {
  return (
    <html lang={lang} className={`${GeistSans.variable} ${GeistMono.variable}`} suppressHydrationWarning>
      <head>
        {/* biome-ignore lint/security/noDangerouslySetInnerHtml: our own constant, under the page's nonce */}
        <script nonce={nonce} suppressHydrationWarning dangerouslySetInnerHTML={{ __html: atFirst }} />
      </head>
      <body className="min-h-dvh antialiased">{children}</body>
    </html>
  );
}
