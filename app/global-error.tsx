"use client";

import { NextIntlClientProvider } from "next-intl";
import en from "../messages/en/errors.json";
import pt from "../messages/pt-BR/errors.json";
import { HtmlDocument } from "./html-document.tsx";
import { PageError } from "./page-error.tsx";

type Props = { error: unknown; retry: () => void };

/** When not even the layout of a page could be made, as without a database: no setting is known, so the browser's counts. */
export default function GlobalError(props: Props) {
  const isPortuguese = typeof navigator !== "undefined" && navigator.language.startsWith("pt");
  const [locale, errors] = isPortuguese ? (["pt-BR", pt] as const) : (["en", en] as const);
  return (
    <HtmlDocument lang={locale}>
      <NextIntlClientProvider locale={locale} messages={{ errors }}>
        <title>Tributary</title>
        <main className="px-6">
          <PageError {...props} />
        </main>
      </NextIntlClientProvider>
    </HtmlDocument>
  );
}
