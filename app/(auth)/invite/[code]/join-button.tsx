"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { send } from "#app/api-client.ts";
import { useRefusalWords } from "#app/use-refusal-words.ts";
import { Button } from "#components/ui/button.tsx";
import { Notice } from "#components/ui/notice.tsx";

export function JoinButton({ code }: { code: string }) {
  const t = useTranslations("invitation");
  const wordsOf = useRefusalWords();
  const [problem, setProblem] = useState<string>();
  const [isBusy, setBusy] = useState(false);
  const join = async () => {
    setBusy(true);
    const joined = await send<{ workspace_id: string }>("POST", "/v1/invitations/accept", { code });
    if (joined.ok) return location.assign(`/w/${joined.body.workspace_id}`);
    setProblem(wordsOf(joined.refusal));
    setBusy(false);
  };
  return (
    <div className="grid gap-3">
      {problem ? <Notice>{problem}</Notice> : null}
      <Button onClick={join} disabled={isBusy}>
        {t("accept")}
      </Button>
    </div>
  );
}
