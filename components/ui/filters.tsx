"use client";

import Form from "next/form";
import Link from "next/link";
import { useTranslations } from "next-intl";
import type { ChangeEvent } from "react";
import { Button } from "./button.tsx";

type Props = {
  path: string;
  /** A field for text, named q. */
  text?: { label: string; value: string | undefined };
  selects: {
    name: string;
    label: string;
    value: string | undefined;
    options: { value: string; words: string }[];
    /** What no choice means, where it isn't “All”. */
    otherwise?: string;
  }[];
  days?: { name: string; label: string; value: string | undefined }[];
  /** What else the address says, to stay there. */
  keep?: Record<string, string | undefined>;
  /** Where the list is without its filters; the plain address unless told. */
  cleared?: string;
};

const control = "rounded-lg border border-line bg-page px-2.5 py-1.5 text-sm";

/** What narrows a list down. It lives in the address, so that a filtered list can be shared and gone back to. */
export function Filters({ path, text, selects, days = [], keep = {}, cleared = path }: Props) {
  const t = useTranslations("list");
  const choose = (event: ChangeEvent<HTMLSelectElement>) => event.target.form?.requestSubmit();
  const isFiltered = Boolean(text?.value) || [...selects, ...days].some(({ value }) => value);
  return (
    <Form action={path} className="flex flex-wrap items-end gap-x-3 gap-y-2">
      {Object.entries(keep).map(([name, value]) =>
        value ? <input key={name} type="hidden" name={name} value={value} /> : null,
      )}
      {text ? (
        <label className="grid gap-1 text-quiet text-xs">
          {text.label}
          <input
            key={text.value}
            type="search"
            name="q"
            defaultValue={text.value}
            maxLength={200}
            className={`${control} w-44 text-ink`}
          />
        </label>
      ) : null}
      {selects.map(({ name, label, value, options, otherwise }) => (
        <label key={name} className="grid gap-1 text-quiet text-xs">
          {label}
          <select
            key={value}
            name={name}
            defaultValue={value ?? ""}
            onChange={choose}
            className={`${control} max-w-40 text-ink`}
          >
            <option value="">{otherwise ?? t("all")}</option>
            {options.map((option) => (
              <option key={option.value} value={option.value}>
                {option.words}
              </option>
            ))}
          </select>
        </label>
      ))}
      {days.map(({ name, label, value }) => (
        <label key={name} className="grid gap-1 text-quiet text-xs">
          {label}
          <input key={value} type="date" name={name} defaultValue={value} className={`${control} text-ink`} />
        </label>
      ))}
      {text || days.length > 0 ? (
        <Button type="submit" look="plain" size="small">
          {t("search")}
        </Button>
      ) : null}
      {isFiltered ? (
        <Link href={cleared} className="py-1.5 text-accent text-sm underline underline-offset-2">
          {t("clear")}
        </Link>
      ) : null}
    </Form>
  );
}
