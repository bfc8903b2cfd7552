import Link from "next/link";
import { NextIntlClientProvider } from "next-intl";
import { getLocale, getMessages } from "next-intl/server";
import type { ReactNode } from "react";
import { HtmlDocument, siteMetadata } from "#app/html-document.tsx";
import { pageNonce } from "#app/page-nonce.ts";

export const metadata = siteMetadata;

export default async function AuthLayout({ children }: { children: ReactNode }) {
  const [locale, { errors, auth, invitation, set_up }] = await Promise.all([getLocale(), getMessages()]);
  return (
    <HtmlDocument lang={locale} nonce={await pageNonce()}>
      <main className="mx-auto grid max-w-sm gap-6 px-6 py-16">
        <Link href="/docs" className="font-semibold text-quiet text-sm">
          Tributary
        </Link>
        <NextIntlClientProvider messages={{ errors, auth, invitation, set_up }}>
          {children}
        </NextIntlClientProvider>
      </main>
    </HtmlDocument>
  );
}
