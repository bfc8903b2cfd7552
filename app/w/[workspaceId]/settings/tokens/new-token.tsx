"use client";

import { useTranslations } from "next-intl";
import { Button } from "#components/ui/button.tsx";
import { Copyable } from "#components/ui/copyable.tsx";
import type { CreatedToken } from "#lib/auth/tokens/schemas.ts";

/** A token that was made just now, and a request to try it with. */
export function NewToken({ token: { name, token }, onDone }: { token: CreatedToken; onDone: () => void }) {
  const t = useTranslations("tokens");
  const request = `curl -H 'Authorization: Bearer ${token}' ${location.origin}/v1/me`;
  return (
    <div role="status" className="grid max-w-2xl gap-4 rounded-lg border border-good p-4">
      <p className="font-medium text-sm">{t("made", { name })}</p>
      <Copyable label={t("token")} value={token} hint={t("once")} />
      <Copyable label={t("try_it")} value={request} />
      <div>
        <Button look="plain" size="small" onClick={onDone}>
          {t("done")}
        </Button>
      </div>
    </div>
  );
}
