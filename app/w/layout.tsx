import { NextIntlClientProvider } from "next-intl";
import { getLocale } from "next-intl/server";
import type { ReactNode } from "react";
import { HtmlDocument, siteMetadata } from "#app/html-document.tsx";
import { pageNonce } from "#app/page-nonce.ts";

export const metadata = siteMetadata;

export default async function WorkspacesLayout({ children }: { children: ReactNode }) {
  return (
    <HtmlDocument lang={await getLocale()} nonce={await pageNonce()}>
      <NextIntlClientProvider>{children}</NextIntlClientProvider>
    </HtmlDocument>
  );
}
