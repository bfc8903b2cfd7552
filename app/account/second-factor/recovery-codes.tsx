"use client";

import { useTranslations } from "next-intl";
import { Button, buttonLook } from "#components/ui/button.tsx";
import { CopyButton } from "#components/ui/copy-button.tsx";

/** Recovery codes that were made just now. */
export function RecoveryCodes({ codes, onDone }: { codes: string[]; onDone: () => void }) {
  const t = useTranslations("account");
  const text = `${codes.join("\n")}\n`;
  return (
    <div role="status" className="grid max-w-xl gap-4 rounded-lg border border-good p-4">
      <h3 className="font-medium">{t("codes_title")}</h3>
      <p className="text-sm">{t("codes_help")}</p>
      <ul className="grid gap-1.5 font-mono text-sm sm:grid-cols-2">
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
      <div className="flex flex-wrap items-center gap-3">
        <Button size="small" onClick={onDone}>
          {t("codes_kept")}
        </Button>
        <a
          href={`data:text/plain;charset=utf-8,${encodeURIComponent(text)}`}
          download="tributary-recovery-codes.txt"
          className={buttonLook({ look: "plain", size: "small" })}
        >
          {t("save_codes")}
        </a>
        <CopyButton text={text} label={t("copy_codes")} />
      </div>
    </div>
  );
}
