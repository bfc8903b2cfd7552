import type { SchemaWords } from "#components/connectors/fields/translate.ts";
import en from "../../messages/en/schema-words.json" with { type: "json" };
import pt from "../../messages/pt-BR/schema-words.json" with { type: "json" };
import type { Locale } from "./locales.ts";

/** What schemas say, which is English, in a language. */
export function schemaWords(locale: Locale): SchemaWords {
  if (locale === "en") return {};
  return Object.fromEntries(pairs(en, pt));
}

type Words = { [key: string]: string | Words };

function pairs(said: Words, meant: Words): [string, string][] {
  return Object.entries(said).flatMap(([key, words]) => {
    const other = meant[key];
    if (typeof words === "string")
      return typeof other === "string" ? [[words, other] as [string, string]] : [];
    return typeof other === "object" ? pairs(words, other) : [];
  });
}
