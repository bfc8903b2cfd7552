"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState, useTransition } from "react";
import { send } from "#app/api-client.ts";
import { useRefusalWords } from "#app/use-refusal-words.ts";
import { Button } from "#components/ui/button.tsx";
import { Notice } from "#components/ui/notice.tsx";

/** Deletes a collection, after saying what that does: its connectors and their documents stay. */
export function DeleteCollection({
  workspaceId,
  collectionId,
}: {
  workspaceId: string;
  collectionId: string;
}) {
  const t = useTranslations("collections");
  const wordsOf = useRefusalWords();
  const router = useRouter();
  const [problem, setProblem] = useState<string>();
  const [isBusy, startTransition] = useTransition();
  const remove = () =>
    startTransition(async () => {
      const answer = await send("DELETE", `/v1/workspaces/${workspaceId}/collections/${collectionId}`);
      if (answer.ok) router.push(`/w/${workspaceId}/collections`);
      else setProblem(wordsOf(answer.refusal));
    });
  return (
    <div className="grid max-w-lg justify-items-start gap-3 rounded-lg border border-line p-4 text-sm">
      <p>{t("delete_help")}</p>
      <Button look="danger" size="small" onClick={remove} disabled={isBusy}>
        {t("delete")}
      </Button>
      {problem ? <Notice>{problem}</Notice> : null}
    </div>
  );
}
