"use client";

import { X } from "lucide-react";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { type SubmitEvent, useState, useTransition } from "react";
import { send } from "#app/api-client.ts";
import { useRefusalWords } from "#app/use-refusal-words.ts";
import { AliveFields } from "#components/ui/alive-fields.tsx";
import { Button } from "#components/ui/button.tsx";
import { Notice } from "#components/ui/notice.tsx";

type Named = { id: string; name: string };

type Props = {
  /** What can be added: all of the workspace but for what is in it already. */
  addable: Named[];
  inside: (Named & { href: string })[];
  /** The door of an association, by the other's id. */
  door: { before: string; after: string };
  mayChange: boolean;
  words: { add: string; none: string; choose: string };
};

/** Which collections a connector is in, or the other way round: shown, added to and taken from. */
export function AssociationChoice({ addable, inside, door, mayChange, words }: Props) {
  const t = useTranslations("association");
  const wordsOf = useRefusalWords();
  const { refresh } = useRouter();
  const [problem, setProblem] = useState<string>();
  const [isBusy, startTransition] = useTransition();
  const change = (method: "PUT" | "DELETE", id: string) =>
    startTransition(async () => {
      const answer = await send(method, `${door.before}${encodeURIComponent(id)}${door.after}`);
      setProblem(answer.ok ? undefined : wordsOf(answer.refusal));
      if (answer.ok) refresh();
    });
  const add = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const id = new FormData(event.currentTarget).get("id");
    if (typeof id === "string" && id !== "") change("PUT", id);
  };
  return (
    <div className="grid gap-3">
      {inside.length === 0 ? <p className="text-quiet text-sm">{words.none}</p> : null}
      <ul className="flex flex-wrap gap-2">
        {inside.map(({ id, name, href }) => (
          <li key={id} className="flex max-w-full items-center rounded-lg border border-line text-sm">
            <Link href={href} className="min-w-0 truncate px-3 py-1.5 hover:underline">
              {name}
            </Link>
            {mayChange ? (
              <button
                type="button"
                disabled={isBusy}
                onClick={() => change("DELETE", id)}
                aria-label={t("take_out", { name })}
                className="self-stretch rounded-r-lg border-line border-l px-2 text-quiet hover:bg-raised hover:text-ink"
              >
                <X aria-hidden="true" size={14} />
              </button>
            ) : null}
          </li>
        ))}
      </ul>
      {mayChange && addable.length > 0 ? (
        <form onSubmit={add} className="flex flex-wrap gap-2">
          <AliveFields>
            <select
              name="id"
              required
              defaultValue=""
              key={addable.length}
              aria-label={words.choose}
              className="max-w-full rounded-lg border border-line bg-page px-2.5 py-1.5 text-sm"
            >
              <option value="">{words.choose}</option>
              {addable.map(({ id, name }) => (
                <option key={id} value={id}>
                  {name}
                </option>
              ))}
            </select>
            <Button type="submit" look="plain" size="small" disabled={isBusy}>
              {words.add}
            </Button>
          </AliveFields>
        </form>
      ) : null}
      {problem ? <Notice>{problem}</Notice> : null}
    </div>
  );
}
