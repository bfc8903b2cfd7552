"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { useRefusalWords } from "#app/use-refusal-words.ts";
import { Button } from "#components/ui/button.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { beginSingleSignOn } from "./auth-client.ts";

export function SingleSignOn({ name, callbackUrl }: { name: string; callbackUrl: string }) {
  const t = useTranslations("auth");
  const wordsOf = useRefusalWords();
  const [problem, setProblem] = useState<string>();
  const begin = async () => {
    const answer = await beginSingleSignOn(callbackUrl);
    if (answer.ok) location.assign(answer.body.url);
    else setProblem(wordsOf(answer.refusal));
  };
  return (
    <div className="grid gap-3">
      <Button look="plain" onClick={begin}>
        {t("continue_with", { name })}
      </Button>
      {problem ? <Notice>{problem}</Notice> : null}
    </div>
  );
}
