"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { type SubmitEvent, useState, useTransition } from "react";
import { send } from "#app/api-client.ts";
import { useRefusalWords } from "#app/use-refusal-words.ts";
import { AliveFields } from "#components/ui/alive-fields.tsx";
import { Button } from "#components/ui/button.tsx";
import { Field } from "#components/ui/field.tsx";
import { Notice } from "#components/ui/notice.tsx";

type Props = {
  workspaceId: string;
  /** The collection to change; a new one without it. */
  collection?: { id: string; name: string; description: string };
};

/** Names and describes a collection: a new one, which is opened then, or one that is there. */
export function CollectionForm({ workspaceId, collection }: Props) {
  const t = useTranslations("collections");
  const wordsOf = useRefusalWords();
  const router = useRouter();
  const [problems, setProblems] = useState<{ whole?: string; name?: string }>({});
  const [isBusy, startTransition] = useTransition();
  const door = `/v1/workspaces/${workspaceId}/collections${collection ? `/${collection.id}` : ""}`;
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    const body = Object.fromEntries(new FormData(form));
    startTransition(async () => {
      const answer = await send<{ id: string }>(collection ? "PATCH" : "POST", door, body);
      if (!answer.ok) {
        const { refusal } = answer;
        const field =
          refusal.kind === "refused" ? refusal.fields.find(({ path }) => path === "name") : undefined;
        setProblems(field ? { name: field.message } : { whole: wordsOf(refusal) });
        if (field) form.querySelector<HTMLInputElement>("[name=name]")?.focus();
        return;
      }
      setProblems({});
      form.closest("details")?.removeAttribute("open");
      if (collection) router.refresh();
      else router.push(`/w/${workspaceId}/collections/${answer.body.id}`);
    });
  };
  return (
    <form onSubmit={submit} className="grid max-w-lg gap-4 rounded-lg border border-line p-4">
      <AliveFields>
        {problems.whole ? <Notice>{problems.whole}</Notice> : null}
        <Field
          label={t("its_name")}
          name="name"
          required
          maxLength={200}
          defaultValue={collection?.name}
          error={problems.name}
        />
        <Field
          label={t("description")}
          name="description"
          maxLength={2000}
          defaultValue={collection?.description}
        />
        <p>
          <Button type="submit" size="small" disabled={isBusy}>
            {t(collection ? "save" : "create")}
          </Button>
        </p>
      </AliveFields>
    </form>
  );
}
