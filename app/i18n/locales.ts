export const locales = ["en", "pt-BR"] as const;
export type Locale = (typeof locales)[number];

/** The first of the wished languages that we speak; any English or Portuguese counts, English when none does. */
export function pickLocale(wishes: (string | null | undefined)[]): Locale {
  for (const wish of wishes) {
    const language = wish?.trim().toLowerCase().split("-")[0];
    const spoken = locales.find((locale) => locale.toLowerCase().split("-")[0] === language);
    if (spoken) return spoken;
  }
  return "en";
}

/** The languages of an `Accept-Language` header, the most wished first; those with weight 0 aren't wished. */
export function wishedLanguages(header: string | null): string[] {
  return (header ?? "")
    .split(",")
    .map((part) => {
      const [language = "", ...parameters] = part.trim().split(";");
      const weight = parameters.find((parameter) => parameter.trim().startsWith("q="));
      return { language, weight: weight ? Number(weight.trim().slice(2)) : 1 };
    })
    .filter(({ weight }) => weight > 0)
    .toSorted((a, b) => b.weight - a.weight)
    .map(({ language }) => language);
}
