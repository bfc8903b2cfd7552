"use client";

import { useRouter } from "next/navigation";
import { useLocale } from "next-intl";
import { type Locale, locales } from "#app/i18n/locales.ts";
import { languageNames } from "#app/language-names.ts";
import { keepCookie } from "#components/shell/keep-cookie.ts";

/** The other languages, for somebody whom no account's setting speaks for yet; this browser keeps the choice. */
export function LanguageSwitch() {
  const { refresh } = useRouter();
  const current = useLocale();
  const choose = (locale: Locale) => {
    keepCookie("locale", locale);
    refresh();
  };
  return locales
    .filter((locale) => locale !== current)
    .map((locale) => (
      <button
        key={locale}
        type="button"
        lang={locale}
        onClick={() => choose(locale)}
        className="hover:text-ink"
      >
        {languageNames[locale]}
      </button>
    ));
}
