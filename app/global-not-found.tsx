import type { Metadata } from "next";
import Link from "next/link";
import { getLocale, getTranslations } from "next-intl/server";
import { pageNonce } from "#app/page-nonce.ts";
import { HtmlDocument } from "./html-document.tsx";

export async function generateMetadata(): Promise<Metadata> {
  return { title: `${(await getTranslations("shell"))("not_found")} · Tributary` };
}

/** An address that is none of ours. */
export default async function GlobalNotFound() {
  const [locale, t] = await Promise.all([getLocale(), getTranslations("shell")]);
  return (
    <HtmlDocument lang={locale} nonce={await pageNonce()}>
      <main className="mx-auto grid max-w-sm gap-4 px-6 py-16">
        <h1 className="font-semibold text-2xl">{t("not_found")}</h1>
        <p className="text-quiet">{t("not_found_help")}</p>
        <p>
          <Link href="/" className="text-accent underline underline-offset-2">
            {t("to_start")}
          </Link>
        </p>
      </main>
    </HtmlDocument>
  );
}
