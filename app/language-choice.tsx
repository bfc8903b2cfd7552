"use client";

import { useRouter } from "next/navigation";
import { type Locale, useLocale, useTranslations } from "next-intl";
import { useState } from "react";
import { send } from "#app/api-client.ts";
import { locales } from "#app/i18n/locales.ts";
import { languageNames } from "#app/language-names.ts";
import { useRefusalWords } from "#app/use-refusal-words.ts";
import { Choice } from "#components/shell/choice.tsx";
import { keepCookie } from "#components/shell/keep-cookie.ts";
import { Notice } from "#components/ui/notice.tsx";

/** The language of the account; this browser remembers it for the sign-in page. */
export function LanguageChoice() {
  const t = useTranslations("shell");
  const wordsOf = useRefusalWords();
  const { refresh } = useRouter();
  const locale = useLocale();
  const [problem, setProblem] = useState<string>();
  const choose = async (chosen: Locale) => {
    const answer = await send("PATCH", "/v1/me", { locale: chosen });
    setProblem(answer.ok ? undefined : wordsOf(answer.refusal));
    if (!answer.ok) return;
    keepCookie("locale", chosen);
    refresh();
  };
  const options = locales.map((value) => [value, languageNames[value]] as const);
  return (
    <>
      <Choice label={t("language")} options={options} value={locale} onChoose={choose} />
      {problem ? <Notice>{problem}</Notice> : null}
    </>
  );
}
