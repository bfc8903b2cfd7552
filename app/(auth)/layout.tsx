import Link from "next/link";
import { NextIntlClientProvider } from "next-intl";
import { getLocale, getMessages, getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { HtmlDocument, siteMetadata } from "#app/html-document.tsx";
import { pageNonce } from "#app/page-nonce.ts";
import { Brand } from "#components/shell/brand.tsx";
import { LanguageSwitch } from "./language-switch.tsx";

export const metadata = siteMetadata;

export default async function AuthLayout({ children }: { children: ReactNode }) {
  const [locale, { errors, auth, invitation, set_up }, nonce, t] = await Promise.all([
    getLocale(),
    getMessages(),
    pageNonce(),
    getTranslations("shell"),
  ]);
  return (
    <HtmlDocument lang={locale} nonce={nonce}>
      <NextIntlClientProvider messages={{ errors, auth, invitation, set_up }}>
        <div className="mx-auto grid min-h-dvh max-w-sm grid-rows-[auto_1fr_auto] gap-8 px-6 py-10 sm:py-16">
          <header>
            <Link href="/">
              <Brand />
            </Link>
          </header>
          <main className="grid content-start gap-6">{children}</main>
          <footer className="flex gap-5 text-quiet text-sm">
            <Link href="/docs" className="hover:text-ink">
              {t("documentation")}
            </Link>
            <LanguageSwitch />
          </footer>
        </div>
      </NextIntlClientProvider>
    </HtmlDocument>
  );
}
