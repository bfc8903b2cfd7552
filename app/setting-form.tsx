"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { type ComponentProps, type FormEvent, useState } from "react";
import { AliveFields } from "#components/ui/alive-fields.tsx";
import { Button } from "#components/ui/button.tsx";
import { Field } from "#components/ui/field.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { type Option, type OptionGroup, SelectField } from "#components/ui/select-field.tsx";
import { send } from "./api-client.ts";
import { useRefusalWords } from "./use-refusal-words.ts";

type Props = {
  /** The door that changes it. */
  door: string;
  name: string;
  label: string;
  hint?: string;
  value: string | number;
  /** What to say when it is left empty, or isn't in the range. Absent: it may be empty, and the door gets null. */
  wrong?: string;
  input?: Pick<ComponentProps<"input">, "autoComplete" | "min" | "max" | "maxLength">;
  /** What can be chosen; free text when absent. */
  options?: readonly (Option | OptionGroup)[];
};

type State = { kind: "idle" | "busy" | "saved" } | { kind: "wrong" | "failed"; words: string };

/** One setting with its own button: it is saved by itself, and says that it was. */
export function SettingForm({ door, name, label, hint, value, wrong, input = {}, options }: Props) {
  const t = useTranslations("list");
  const { refresh } = useRouter();
  const wordsOf = useRefusalWords();
  const [text, setText] = useState(String(value));
  const [state, setState] = useState<State>({ kind: "idle" });
  const isNumber = typeof value === "number";
  const isRight = isNumber ? isInRange(text, input) : text.trim() !== "" || wrong === undefined;
  const save = async (event: FormEvent) => {
    event.preventDefault();
    if (!isRight) return setState({ kind: "wrong", words: wrong ?? "" });
    setState({ kind: "busy" });
    const answer = await send("PATCH", door, { [name]: isNumber ? Number(text) : text || null });
    if (answer.ok) {
      setState({ kind: "saved" });
      refresh();
    } else setState({ kind: "failed", words: wordsOf(answer.refusal) });
  };
  const field = {
    label,
    hint,
    name,
    value: text,
    error: state.kind === "wrong" ? state.words : undefined,
    onChange: ({ target }: { target: { value: string } }) => {
      setText(target.value);
      setState({ kind: "idle" });
    },
  };
  return (
    <form onSubmit={save} noValidate className="grid max-w-md gap-3">
      <AliveFields>
        {options ? (
          <SelectField {...field} options={options} />
        ) : (
          <Field {...field} {...input} type={isNumber ? "number" : "text"} />
        )}
        {state.kind === "failed" ? <Notice>{state.words}</Notice> : null}
        <div className="flex items-center gap-3">
          <Button type="submit" look="plain" size="small" disabled={state.kind === "busy"}>
            {t("save")}
          </Button>
          <p role="status" className="text-good text-sm">
            {state.kind === "saved" ? t("saved") : null}
          </p>
        </div>
      </AliveFields>
    </form>
  );
}

function isInRange(text: string, { min, max }: Pick<ComponentProps<"input">, "min" | "max">): boolean {
  const number = Number(text);
  return text !== "" && Number.isInteger(number) && number >= Number(min) && number <= Number(max);
}
