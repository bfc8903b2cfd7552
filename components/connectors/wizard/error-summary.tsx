"use client";

import { useTranslations } from "next-intl";
import { useEffect, useRef } from "react";

type Props = {
  /** Grows with each attempt that failed: then it takes the focus. */
  attempt: number;
  /** What isn't about a field. */
  message: string | undefined;
  problems: { path: string; title: string | undefined; line: number | undefined; message: string }[];
  onOpen: (path: string) => void;
};

/** What is wrong, all at once; each leads to its field and says what the field says. */
export function ErrorSummary({ attempt, message, problems, onOpen }: Props) {
  const t = useTranslations("wizard");
  const self = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (attempt === 0) return;
    self.current?.focus({ preventScroll: true });
    self.current?.scrollIntoView({ block: "center" });
  }, [attempt]);
  if (attempt === 0 || (problems.length === 0 && message === undefined)) return null;
  return (
    <div
      ref={self}
      tabIndex={-1}
      role="alert"
      className="grid gap-2 rounded-lg border border-bad px-4 py-3 text-sm"
    >
      <p className="font-medium">
        <span aria-hidden="true" className="text-bad">
          ✕{" "}
        </span>
        {message ?? t("problems", { count: problems.length })}
      </p>
      {problems.length > 0 ? (
        <ul className="grid gap-1 pl-5">
          {problems.map(({ path, title, line, message: words }) => (
            <li key={`${path} ${words}`} className="list-disc">
              <button
                type="button"
                onClick={() => onOpen(path)}
                className="text-left underline underline-offset-2"
              >
                {title ? `${title}: ` : ""}
                {line === undefined ? "" : t("on_line", { line })}
                {words}
              </button>
            </li>
          ))}
        </ul>
      ) : null}
    </div>
  );
}
