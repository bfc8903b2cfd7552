import { NextIntlClientProvider } from "next-intl";
import { getLocale } from "next-intl/server";
import type { ReactNode } from "react";
import { HtmlDocument, siteMetadata } from "#app/html-document.tsx";

export const metadata = siteMetadata;

export default async function WorkspacesLayout({ children }: { children: ReactNode }) {
  return (
    <HtmlDocument lang={await getLocale()}>
      <NextIntlClientProvider>{children}</NextIntlClientProvider>
    </HtmlDocument>
  );
}
