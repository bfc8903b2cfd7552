"use client";

import { RefreshCw } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useTransition } from "react";
import { Button } from "#components/ui/button.tsx";

/** Puts the rows in order again once something ran: nothing moves by itself under the pointer. */
export function NewRuns({ count }: { count: number }) {
  const t = useTranslations("schedules");
  const { refresh } = useRouter();
  const [isBusy, startTransition] = useTransition();
  if (count === 0) return null;
  return (
    <div className="flex justify-center">
      <Button look="plain" size="small" disabled={isBusy} onClick={() => startTransition(refresh)}>
        <span className="flex items-center gap-2">
          <RefreshCw aria-hidden="true" size={14} />
          {t("new_runs", { count })}
        </span>
      </Button>
    </div>
  );
}
