"use client";

import { Check, Copy } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { copyText } from "./copy-text.ts";

/** Copies a text; says so for a moment, also to those who listen. */
export function CopyButton({ text, label }: { text: string; label: string }) {
  const t = useTranslations("fields");
  const [isCopied, setCopied] = useState(false);
  const copy = async () => {
    if (!(await copyText(text))) return;
    setCopied(true);
    setTimeout(() => setCopied(false), 2000);
  };
  const Icon = isCopied ? Check : Copy;
  return (
    <button
      type="button"
      onClick={copy}
      aria-label={label}
      title={label}
      className="inline-flex items-center gap-1.5 rounded-md border border-line bg-page px-2 py-1 text-quiet text-xs hover:text-ink"
    >
      <Icon aria-hidden="true" size={14} />
      <span aria-live="polite">{isCopied ? t("copied") : t("copy")}</span>
    </button>
  );
}
