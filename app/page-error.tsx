"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import { Button } from "#components/ui/button.tsx";

type Props = { error: unknown; retry: () => void };

/** A page that failed: what can be done, and the number under which the log tells why. */
export function PageError({ error, retry }: Props) {
  const t = useTranslations("errors");
  const number = error instanceof Error && "digest" in error ? String(error.digest) : undefined;
  return (
    <div role="alert" className="mx-auto grid w-full max-w-prose justify-items-start gap-4 py-16">
      <h1 className="font-semibold text-2xl tracking-tight">{t("page_failed")}</h1>
      <p className="text-quiet">{t("page_failed_help")}</p>
      {number ? <p className="text-sm">{t("page_failed_number", { number })}</p> : null}
      <p className="flex flex-wrap items-center gap-4">
        <Button onClick={retry}>{t("try_again")}</Button>
        <Link href="/" className="text-accent text-sm underline underline-offset-2">
          {t("to_start")}
        </Link>
      </p>
    </div>
  );
}
