"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { type ReactNode, type SubmitEvent, useState, useTransition } from "react";
import { send } from "#app/api-client.ts";
import { useRefusalWords } from "#app/use-refusal-words.ts";
import { AliveFields } from "#components/ui/alive-fields.tsx";
import { Button } from "#components/ui/button.tsx";
import { Notice } from "#components/ui/notice.tsx";

type Props = { workspaceId: string; runId: string; children: ReactNode };

/** Around a table of items: reads those again that are ticked, or the one whose button was pressed. */
export function RetryForm({ workspaceId, runId, children }: Props) {
  const t = useTranslations("items");
  const wordsOf = useRefusalWords();
  const router = useRouter();
  const [problem, setProblem] = useState<string>();
  const [ticked, setTicked] = useState(0);
  const [isBusy, startTransition] = useTransition();
  const retry = (keys: string[]) =>
    startTransition(async () => {
      const path = `/v1/workspaces/${workspaceId}/runs/${runId}/retry`;
      const answer = await send<{ id: string }>("POST", path, { keys });
      if (answer.ok) router.push(`/w/${workspaceId}/runs/${answer.body.id}`);
      else setProblem(wordsOf(answer.refusal));
    });
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const button = event.nativeEvent.submitter as HTMLButtonElement | null;
    const keys = button?.name === "key" ? [button.value] : tickedKeys(event.currentTarget);
    if (keys.length > 0) retry(keys);
  };
  return (
    <form
      onSubmit={submit}
      onChange={({ currentTarget }) => setTicked(tickedKeys(currentTarget).length)}
      className="grid min-w-0 gap-3"
    >
      <AliveFields>
        {problem ? <Notice>{problem}</Notice> : null}
        {children}
        {ticked > 0 ? (
          <div className="sticky bottom-4 flex w-fit items-center gap-3 rounded-lg border border-line bg-page px-4 py-2 text-sm">
            <span role="status">{t("selected", { count: ticked })}</span>
            <Button type="submit" size="small" disabled={isBusy}>
              {t("retry_selected")}
            </Button>
          </div>
        ) : null}
      </AliveFields>
    </form>
  );
}

function tickedKeys(form: HTMLFormElement): string[] {
  return new FormData(form).getAll("key").map(String);
}
