"use client";

import { type FormEvent, useState } from "react";
import type { Refusal } from "./api-client.ts";
import { useRefusalWords } from "./use-refusal-words.ts";

/** What is wrong with a field's value, given those of the others, or undefined when nothing is. */
export type Check<Name extends string = never> = (
  value: string,
  values: Record<Name, string>,
) => string | undefined;

/** Refuses a field that was left empty. */
export function filled(words: string): Check {
  return (value) => (value.trim() === "" ? words : undefined);
}

type Fields<Name extends string> = Record<Name, Check<NoInfer<Name>>>;
type Wrong = Record<string, string | undefined>;

type Options<Name extends string> = {
  /** The form's fields, each with what the form can tell of its value by itself. */
  fields: Fields<Name>;
  /** Sends what was filled in, and tells why it was refused, if it was; or that there is more to fill in. */
  send: (values: Record<Name, string>, form: HTMLFormElement) => Promise<Refusal | "more" | undefined>;
};

/**
 * A small form that checks itself, and shows the server's refusals beside the fields that they name, the rest as
 * `problem`. The fields stay the browser's own, so that what was typed, or filled in by a password manager, before the
 * page was alive counts; what a form library and a schema would bring along weighs more than all of this.
 */
export function useRefusableForm<Name extends string>({ fields, send }: Options<Name>) {
  const wordsOf = useRefusalWords();
  const [wrong, setWrong] = useState<Wrong>({});
  const [problem, setProblem] = useState<string>();
  const [state, setState] = useState<"idle" | "busy" | "done">("idle");
  const show = (form: HTMLFormElement, found: Wrong) => {
    setWrong(found);
    const first = Object.keys(fields).find((name) => found[name]);
    if (first) form.querySelector<HTMLElement>(`[name="${first}"]`)?.focus();
  };
  const onSubmit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    if (state === "busy") return;
    const values = valuesOf(form, fields);
    const found = wrongOf(fields, values);
    show(form, found);
    setProblem(undefined);
    if (Object.keys(found).length > 0) return;
    setState("busy");
    const refusal = await send(values, form);
    setState(refusal ? "idle" : "done");
    if (!refusal || refusal === "more") return;
    const known = refusedFields(refusal, fields);
    show(form, known);
    if (Object.keys(known).length === 0) setProblem(wordsOf(refusal));
  };
  const onInput = ({ target }: FormEvent<HTMLFormElement>) => {
    const { name } = target as HTMLInputElement;
    if (wrong[name]) setWrong({ ...wrong, [name]: undefined });
  };
  return {
    form: { method: "post", noValidate: true, onSubmit, onInput } as const,
    /** The name of a field, and what is wrong with it. */
    field: (name: Name) => ({ name, error: wrong[name] }),
    problem,
    isBusy: state === "busy",
    isDone: state === "done",
  };
}

function valuesOf<Name extends string>(form: HTMLFormElement, fields: Fields<Name>): Record<Name, string> {
  const data = new FormData(form);
  const entries = Object.keys(fields).map((name) => [name, String(data.get(name) ?? "")]);
  return Object.fromEntries(entries) as Record<Name, string>;
}

function wrongOf<Name extends string>(fields: Fields<Name>, values: Record<Name, string>): Wrong {
  const judged = Object.entries<Check<Name>>(fields).map(([name, check]): [string, string | undefined] => [
    name,
    check(values[name as Name], values),
  ]);
  return Object.fromEntries(judged.filter(([, words]) => words !== undefined));
}

function refusedFields(refusal: Refusal, fields: object): Wrong {
  const told = refusal.kind === "refused" ? refusal.fields : [];
  return Object.fromEntries(
    told.filter(({ path }) => path in fields).map(({ path, message }) => [path, message]),
  );
}
