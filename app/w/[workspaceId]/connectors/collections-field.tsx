"use client";

import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { send } from "#app/api-client.ts";
import { useRefusalWords } from "#app/use-refusal-words.ts";
import { Button } from "#components/ui/button.tsx";
import { control, FieldErrors } from "#components/ui/field-frame.tsx";

export type CollectionChoice = { id: string; name: string };

type Props = {
  workspaceId: string;
  /** The first ones; `hasMore`: the rest is found by searching. */
  known: CollectionChoice[];
  hasMore: boolean;
  value: string[];
  onChange: (ids: string[]) => void;
  /** Tells of ones that weren't known, so that they can be named. */
  onFound: (found: CollectionChoice[]) => void;
  errors: string[];
  /** What they are is told by what stands above. */
  hidesTitle?: boolean;
};

const typingMs = 250;

/** Which collections the documents go into: several, none, or one that is made here. */
export function CollectionsField(props: Props) {
  const { workspaceId, known, hasMore, value, onChange, onFound, errors, hidesTitle } = props;
  const t = useTranslations("wizard");
  const [search, setSearch] = useState("");
  useSearch(workspaceId, hasMore ? search.trim() : "", onFound);
  const wanted = search.trim().toLowerCase();
  const shown = known.filter(({ name }) => name.toLowerCase().includes(wanted));
  const isNew = wanted !== "" && !known.some(({ name }) => name.toLowerCase() === wanted);
  const toggle = (id: string) =>
    onChange(value.includes(id) ? value.filter((other) => other !== id) : [...value, id]);
  return (
    <fieldset
      id="field-collection_ids"
      tabIndex={-1}
      aria-describedby="field-collection_ids-hint"
      className="grid min-w-0 gap-3 rounded-lg"
    >
      <legend className={hidesTitle ? "sr-only" : "mb-3 font-medium"}>{t("collections")}</legend>
      {known.length > 6 || hasMore || known.length === 0 || search !== "" ? (
        <input
          type="search"
          aria-label={t("search_collections")}
          placeholder={known.length === 0 ? t("name_collection") : t("search_collections")}
          value={search}
          maxLength={200}
          onChange={({ target }) => setSearch(target.value)}
          onKeyDown={(event) =>
            event.key === "Enter" && !event.metaKey && !event.ctrlKey && event.preventDefault()
          }
          className={`${control} max-w-md`}
        />
      ) : null}
      {shown.length > 0 ? (
        <div className="grid max-h-72 gap-0.5 overflow-y-auto rounded-lg border border-line p-1.5">
          {shown.map(({ id, name }) => (
            <label
              key={id}
              className="flex cursor-pointer items-center gap-3 rounded-md px-2 py-1.5 text-sm hover:bg-raised has-focus-visible:outline-2 has-focus-visible:outline-accent"
            >
              <input
                type="checkbox"
                checked={value.includes(id)}
                onChange={() => toggle(id)}
                className="size-4 shrink-0 accent-accent outline-none"
              />
              <span className="min-w-0 [overflow-wrap:anywhere]">{name}</span>
            </label>
          ))}
        </div>
      ) : null}
      <NewCollection
        workspaceId={workspaceId}
        name={isNew ? search.trim() : ""}
        onMade={(made) => {
          onFound([made]);
          onChange([...value, made.id]);
          setSearch("");
        }}
      />
      <p id="field-collection_ids-hint" className="text-quiet text-sm">
        {value.length > 0 ? t("collections_taken", { count: value.length }) : t("no_collection")}
      </p>
      <FieldErrors id="field-collection_ids-error" errors={errors} />
    </fieldset>
  );
}

/** Asks for collections by a part of their name, once nobody types any more. */
function useSearch(workspaceId: string, q: string, onFound: Props["onFound"]): void {
  useEffect(() => {
    if (q === "") return;
    const timer = setTimeout(async () => {
      const path = `/v1/workspaces/${workspaceId}/collections?${new URLSearchParams({ q, limit: "50" })}`;
      const answer = await send<{ items: CollectionChoice[] }>("GET", path);
      if (answer.ok) onFound(answer.body.items.map(({ id, name }) => ({ id, name })));
    }, typingMs);
    return () => clearTimeout(timer);
  }, [workspaceId, q, onFound]);
}

type NewProps = { workspaceId: string; name: string; onMade: (made: CollectionChoice) => void };

/** Makes a collection of the name that was typed, where there is none. */
function NewCollection({ workspaceId, name, onMade }: NewProps) {
  const t = useTranslations("wizard");
  const wordsOf = useRefusalWords();
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string>();
  if (name === "") return null;
  const make = async () => {
    setBusy(true);
    const answer = await send<CollectionChoice>("POST", `/v1/workspaces/${workspaceId}/collections`, {
      name,
    });
    setBusy(false);
    setProblem(answer.ok ? undefined : wordsOf(answer.refusal));
    if (answer.ok) onMade({ id: answer.body.id, name: answer.body.name });
  };
  return (
    <div className="grid gap-1.5">
      <p>
        <Button look="plain" size="small" onClick={make} disabled={isBusy}>
          {t("make_collection", { name })}
        </Button>
      </p>
      {problem ? <p className="text-bad text-sm">{problem}</p> : null}
    </div>
  );
}
