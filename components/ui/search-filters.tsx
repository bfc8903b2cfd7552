"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { type SubmitEvent, useEffect, useRef, useTransition } from "react";

type Option = { value: string; words: string };

export type SearchField = { name: string; label: string; value: string | undefined } & (
  | { kind: "select"; options: Option[] }
  | { kind: "text"; suggestions: string[] }
  | { kind: "date" }
);

type Props = {
  path: string;
  label: string;
  q: string | undefined;
  fields: SearchField[];
};

const pauseMs = 250;
const control = "w-full min-w-0 rounded-lg border border-line bg-page px-2.5 py-1.5 text-ink text-sm";

/** A search that answers while one types, with what narrows it down; all of it lives in the address. */
export function SearchFilters({ path, label, q, fields }: Props) {
  const t = useTranslations("list");
  const { replace } = useRouter();
  const [isBusy, startTransition] = useTransition();
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  const go = (form: HTMLFormElement) => {
    clearTimeout(timer.current);
    const given = [...new FormData(form)].flatMap(([name, value]) =>
      typeof value === "string" && value.trim() !== "" ? [[name, value]] : [],
    );
    const query = new URLSearchParams(given).toString();
    startTransition(() => replace(query ? `${path}?${query}` : path, { scroll: false }));
  };
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    go(event.currentTarget);
  };
  const clear = (form: HTMLFormElement | null) => {
    for (const input of form?.querySelectorAll<HTMLInputElement | HTMLSelectElement>("input, select") ?? []) {
      input.value = "";
    }
    if (form) go(form);
  };
  const isNarrow = Boolean(q) || fields.some(({ value }) => value);
  return (
    <search>
      <form
        action={path}
        onSubmit={submit}
        onChange={({ currentTarget }) => {
          clearTimeout(timer.current);
          timer.current = setTimeout(() => go(currentTarget), pauseMs);
        }}
        aria-busy={isBusy}
        className="grid gap-3"
      >
        <input
          type="search"
          name="q"
          aria-label={label}
          placeholder={label}
          defaultValue={q}
          maxLength={300}
          className="w-full rounded-lg border border-line bg-page px-3 py-2"
        />
        <div className="grid grid-cols-2 items-end gap-x-3 gap-y-2 sm:flex sm:flex-wrap">
          {fields.map((field) => (
            <label
              key={field.name}
              htmlFor={`filter-${field.name}`}
              className="grid min-w-0 grid-cols-1 gap-1 text-quiet text-xs sm:min-w-36 sm:max-w-60"
            >
              {field.label}
              <Control {...field} />
            </label>
          ))}
          {isNarrow ? (
            <button
              type="button"
              onClick={(event) => clear(event.currentTarget.form)}
              className="py-1.5 text-accent text-sm underline underline-offset-2"
            >
              {t("clear")}
            </button>
          ) : null}
        </div>
      </form>
    </search>
  );
}

function Control(field: SearchField) {
  const t = useTranslations("list");
  if (field.kind === "select") {
    return (
      <select
        id={`filter-${field.name}`}
        name={field.name}
        defaultValue={field.value ?? ""}
        className={control}
      >
        <option value="">{t("all")}</option>
        {field.options.map(({ value, words }) => (
          <option key={value} value={value}>
            {words}
          </option>
        ))}
      </select>
    );
  }
  if (field.kind === "date") {
    return (
      <input
        type="date"
        id={`filter-${field.name}`}
        name={field.name}
        defaultValue={field.value}
        className={control}
      />
    );
  }
  const list = `${field.name}-suggestions`;
  return (
    <>
      <input
        type="text"
        id={`filter-${field.name}`}
        name={field.name}
        defaultValue={field.value}
        list={list}
        className={control}
      />
      <datalist id={list}>
        {field.suggestions.map((suggestion) => (
          <option key={suggestion} value={suggestion} />
        ))}
      </datalist>
    </>
  );
}
