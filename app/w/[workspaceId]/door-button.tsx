"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState, useTransition } from "react";
import { type Door, doors } from "#app/doors.ts";
import { useRefusalWords } from "#app/use-refusal-words.ts";
import { useIsAlive } from "#components/ui/alive-fields.tsx";
import { Button } from "#components/ui/button.tsx";
import { Notice } from "#components/ui/notice.tsx";

type Props = {
  door: Door;
  workspaceId: string;
  /** Of what the door is about. */
  id: string;
  /** Its name, where several buttons say the same. */
  about?: string;
  look?: "primary" | "plain";
};

const startsRun: readonly Door[] = ["start_run", "retry_run"];

/** A button for a door of `/v1`. A run that it starts is shown, otherwise the page as it is afterwards. */
export function DoorButton({ door, workspaceId, id, about, look = "plain" }: Props) {
  const t = useTranslations("doors");
  const wordsOf = useRefusalWords();
  const router = useRouter();
  const [problem, setProblem] = useState<string>();
  const isAlive = useIsAlive();
  const [isBusy, startTransition] = useTransition();
  const act = () =>
    startTransition(async () => {
      const answer = await doors[door](workspaceId, id);
      setProblem(answer.ok ? undefined : wordsOf(answer.refusal));
      if (!answer.ok) return;
      if (startsRun.includes(door)) router.push(`/w/${workspaceId}/runs/${answer.body.id}`);
      else router.refresh();
    });
  return (
    <div className="grid max-w-sm gap-2">
      <Button look={look} size="small" onClick={act} disabled={isBusy || !isAlive}>
        {t(door)}
        {about ? <span className="sr-only"> {about}</span> : null}
      </Button>
      {problem ? <Notice>{problem}</Notice> : null}
    </div>
  );
}
