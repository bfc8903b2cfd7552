"use client";

import { useTranslations } from "next-intl";
import { filled, useRefusableForm } from "#app/use-refusable-form.ts";
import { Button } from "#components/ui/button.tsx";
import { Field } from "#components/ui/field.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { signIn } from "../auth-client.ts";

type Props = {
  callbackUrl: string;
  /** Why an earlier attempt led here. */
  problem: string | undefined;
};

export function SignInForm({ callbackUrl, problem }: Props) {
  const t = useTranslations("auth");
  const { form, field, isBusy, isDone, ...tried } = useRefusableForm({
    fields: { email: filled(t("enter_email")), password: filled(t("enter_password")) },
    send: async ({ email, password }) => {
      const answer = await signIn(email.trim(), password, callbackUrl);
      if (!answer.ok) return answer.refusal;
      location.assign(answer.body.url);
    },
  });
  const notice = tried.problem ?? problem;
  return (
    // The method keeps the password out of the address should this be sent before the script has loaded.
    <form {...form} action="/api/auth/callback/credentials" className="grid gap-4">
      {notice ? <Notice>{notice}</Notice> : null}
      <Field label={t("email")} type="email" autoComplete="username" {...field("email")} />
      <Field label={t("password")} type="password" autoComplete="current-password" {...field("password")} />
      <Button type="submit" disabled={isBusy || isDone}>
        {t("sign_in")}
      </Button>
    </form>
  );
}
