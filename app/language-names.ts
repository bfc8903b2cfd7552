import type { Locale } from "./i18n/locales.ts";

/** Languages are called by their own names, whatever the page speaks. */
export const languageNames: Record<Locale, string> = { en: "English", "pt-BR": "Português" };
