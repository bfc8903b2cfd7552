"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { type DefaultValues, type FieldValues, type Path, useForm } from "react-hook-form";
import type { z } from "zod/mini";
import type { Refusal } from "#app/api-client.ts";
import { useRefusalWords } from "#app/use-refusal-words.ts";

/**
 * A form that checks itself by a schema and shows the server's refusals beside the fields that they name, the rest as
 * `errors.root`.
 */
export function useRefusableForm<T extends FieldValues>(
  schema: z.ZodMiniType<T, T>,
  defaultValues: DefaultValues<T>,
) {
  const form = useForm<T>({ resolver: zodResolver(schema), defaultValues });
  const wordsOf = useRefusalWords();
  const refuse = (refusal: Refusal) => {
    const fields = refusal.kind === "refused" ? refusal.fields : [];
    const known = fields.filter(({ path }) => path in form.getValues());
    for (const { path, message } of known) {
      form.setError(path as Path<T>, { message }, { shouldFocus: path === known[0]?.path });
    }
    if (known.length === 0) form.setError("root", { message: wordsOf(refusal) });
  };
  return { ...form, refuse };
}
