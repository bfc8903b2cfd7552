"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { newPassword } from "#app/(auth)/new-password.ts";
import { send } from "#app/api-client.ts";
import { filled, useRefusableForm } from "#app/use-refusable-form.ts";
import { AliveFields } from "#components/ui/alive-fields.tsx";
import { Button } from "#components/ui/button.tsx";
import { Field } from "#components/ui/field.tsx";
import { Notice } from "#components/ui/notice.tsx";

/** Changes the password, which ends every other session of the account. */
export function PasswordForm({ email }: { email: string }) {
  const t = useTranslations("account");
  const words = useTranslations("auth");
  const { refresh } = useRouter();
  const { form, field, problem, isBusy, isDone } = useRefusableForm({
    fields: {
      current_password: filled(t("enter_current")),
      new_password: newPassword({
        tooShort: words("password_too_short"),
        tooLong: words("password_too_long"),
      }),
    },
    send: async (values, shown) => {
      const answer = await send("POST", "/v1/me/password", values);
      if (!answer.ok) return answer.refusal;
      shown.reset();
      refresh();
    },
  });
  return (
    <form {...form} className="grid max-w-md gap-4">
      <AliveFields>
        {problem ? <Notice>{problem}</Notice> : null}
        {/* Password managers look for whose password it is. */}
        <input name="username" autoComplete="username" value={email} readOnly hidden />
        <Field
          label={t("current_password")}
          type="password"
          autoComplete="current-password"
          {...field("current_password")}
        />
        <Field
          label={t("new_password")}
          type="password"
          autoComplete="new-password"
          hint={words("password_hint")}
          {...field("new_password")}
        />
        <div className="flex flex-wrap items-center gap-3">
          <Button type="submit" look="plain" size="small" disabled={isBusy}>
            {t("change_password")}
          </Button>
          <p role="status" className="text-good text-sm">
            {isDone ? t("password_changed") : null}
          </p>
        </div>
      </AliveFields>
    </form>
  );
}
