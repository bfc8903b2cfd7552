"use client";

import { useTranslations } from "next-intl";
import { encode } from "uqr";
import { send } from "#app/api-client.ts";
import { filled, useRefusableForm } from "#app/use-refusable-form.ts";
import { Button } from "#components/ui/button.tsx";
import { Copyable } from "#components/ui/copyable.tsx";
import { Field } from "#components/ui/field.tsx";
import { Notice } from "#components/ui/notice.tsx";
import type { PresentedSetup } from "#lib/auth/second-factor/schemas.ts";

type Props = { setup: PresentedSetup; onDone: (codes: string[]) => void; onCancel: () => void };

/** Shows the new secret, and asks for the first code that the app makes of it. */
export function FirstCode({ setup: { setup, secret, uri }, onDone, onCancel }: Props) {
  const t = useTranslations("account");
  const { form, field, problem, isBusy } = useRefusableForm({
    fields: { code: filled(t("enter_first_code")) },
    send: async ({ code }) => {
      const answer = await send<{ recovery_codes: string[] }>("POST", "/v1/me/second_factor", {
        setup,
        code,
      });
      if (!answer.ok) return answer.refusal;
      onDone(answer.body.recovery_codes);
    },
  });
  return (
    <form {...form} className="grid max-w-md gap-4">
      <p className="text-sm">{t("scan")}</p>
      <QrCode text={uri} label={t("qr_code")} />
      <Copyable label={t("secret")} value={secret} />
      {problem ? <Notice>{problem}</Notice> : null}
      <Field
        label={t("first_code")}
        inputMode="numeric"
        autoComplete="one-time-code"
        maxLength={12}
        autoFocus
        {...field("code")}
      />
      <div className="flex flex-wrap gap-3">
        <Button type="submit" size="small" disabled={isBusy}>
          {t("turn_on")}
        </Button>
        <Button look="quiet" size="small" onClick={onCancel}>
          {t("cancel")}
        </Button>
      </div>
    </form>
  );
}

/** Dark on white in every theme: cameras want it so, with a quiet zone of four modules (ISO/IEC 18004). */
function QrCode({ text, label }: { text: string; label: string }) {
  const { data, size } = encode(text, { ecc: "M", border: 4 });
  const dark = data.flatMap((row, y) => row.flatMap((isDark, x) => (isDark ? `M${x} ${y}h1v1h-1z` : [])));
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox={`0 0 ${size} ${size}`}
      shapeRendering="crispEdges"
      className="size-52 rounded-lg border border-line"
    >
      <path d={`M0 0h${size}v${size}h-${size}z`} fill="#fff" />
      <path d={dark.join("")} fill="#000" />
    </svg>
  );
}
