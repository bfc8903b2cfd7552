"use client";

import { Check, Copy } from "lucide-react";
import { useTranslations } from "next-intl";
import { useId, useState } from "react";
import { Button } from "./button.tsx";
import { copyText } from "./copy-text.ts";

type Props = { label: string; value: string; hint?: string };

/** Something to take along: selected when focused, copied by a button that says whether it was. */
export function Copyable({ label, value, hint }: Props) {
  const t = useTranslations("list");
  const id = useId();
  const [state, setState] = useState<"copy" | "copied" | "copy_failed">("copy");
  const copy = async () => setState((await copyText(value)) ? "copied" : "copy_failed");
  return (
    <div className="grid min-w-0 gap-1.5">
      <label htmlFor={id} className="font-medium text-sm">
        {label}
      </label>
      <div className="flex min-w-0 gap-2">
        <input
          id={id}
          readOnly
          value={value}
          onFocus={(event) => event.target.select()}
          aria-describedby={hint ? `${id}-hint` : undefined}
          className="w-full min-w-0 rounded-lg border border-line bg-raised px-3 py-2 font-mono text-sm"
        />
        <Button look="plain" size="small" onClick={copy} className="shrink-0">
          {state === "copied" ? (
            <Check aria-hidden="true" size={14} />
          ) : (
            <Copy aria-hidden="true" size={14} />
          )}
          <span role="status">{t(state)}</span>
        </Button>
      </div>
      {hint ? (
        <p id={`${id}-hint`} className="text-quiet text-sm">
          {hint}
        </p>
      ) : null}
    </div>
  );
}
