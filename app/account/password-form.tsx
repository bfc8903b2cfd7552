"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { z } from "zod/mini";
import { newPassword } from "#app/(auth)/new-password.ts";
import { send } from "#app/api-client.ts";
import { useRefusableForm } from "#app/use-refusable-form.ts";
import { Button } from "#components/ui/button.tsx";
import { Field } from "#components/ui/field.tsx";
import { Notice } from "#components/ui/notice.tsx";

/** Changes the password, which ends every other session of the account. */
export function PasswordForm({ email }: { email: string }) {
  const t = useTranslations("account");
  const words = useTranslations("auth");
  const { refresh } = useRouter();
  const [isChanged, setChanged] = useState(false);
  const schema = z.object({
    current_password: z.string().check(z.minLength(1, t("enter_current"))),
    new_password: newPassword({
      tooShort: words("password_too_short"),
      tooLong: words("password_too_long"),
    }),
  });
  const empty = { current_password: "", new_password: "" };
  const { register, handleSubmit, formState, refuse, reset } = useRefusableForm(schema, empty);
  const { errors, isSubmitting } = formState;
  const submit = handleSubmit(async (values) => {
    setChanged(false);
    const answer = await send("POST", "/v1/me/password", values);
    if (!answer.ok) return refuse(answer.refusal);
    reset();
    setChanged(true);
    refresh();
  });
  return (
    <form method="post" onSubmit={submit} noValidate className="grid max-w-md gap-4">
      {errors.root ? <Notice>{errors.root.message}</Notice> : null}
      {/* Password managers look for whose password it is. */}
      <input name="username" autoComplete="username" value={email} readOnly hidden />
      <Field
        label={t("current_password")}
        type="password"
        autoComplete="current-password"
        error={errors.current_password?.message}
        {...register("current_password")}
      />
      <Field
        label={t("new_password")}
        type="password"
        autoComplete="new-password"
        hint={words("password_hint")}
        error={errors.new_password?.message}
        {...register("new_password")}
      />
      <div className="flex flex-wrap items-center gap-3">
        <Button type="submit" look="plain" size="small" disabled={isSubmitting}>
          {t("change_password")}
        </Button>
        <p role="status" className="text-good text-sm">
          {isChanged ? t("password_changed") : null}
        </p>
      </div>
    </form>
  );
}
