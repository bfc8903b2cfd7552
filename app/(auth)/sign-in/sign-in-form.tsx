"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import type { Refusal } from "#app/api-client.ts";
import { filled, useRefusableForm } from "#app/use-refusable-form.ts";
import { Button } from "#components/ui/button.tsx";
import { Field } from "#components/ui/field.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { signIn } from "../auth-client.ts";

type Props = {
  callbackUrl: string;
  /** Why an earlier attempt led here. */
  problem: string | undefined;
  /** Whether that attempt lacked the code of the second factor. */
  asksCode: boolean;
};

export function SignInForm({ callbackUrl, problem, asksCode }: Props) {
  const t = useTranslations("auth");
  // The password was right, and stays filled in out of sight.
  const [isSecondStep, setSecondStep] = useState(false);
  const { form, field, isBusy, isDone, ...tried } = useRefusableForm({
    fields: {
      email: filled(t("enter_email")),
      password: filled(t("enter_password")),
      code: isSecondStep ? filled(t("enter_code")) : () => undefined,
    },
    send: async ({ email, password, code }) => {
      const answer = await signIn({ email: email.trim(), password, code }, callbackUrl);
      if (!answer.ok && !isSecondStep && asksForCode(answer.refusal)) {
        setSecondStep(true);
        return "more";
      }
      if (!answer.ok) return answer.refusal;
      location.assign(answer.body.url);
    },
  });
  const notice = tried.problem ?? (isSecondStep ? undefined : problem);
  return (
    // The method keeps the password out of the address should this be sent before the script has loaded.
    <form {...form} action="/api/auth/callback/credentials" className="grid gap-4">
      {notice ? <Notice>{notice}</Notice> : null}
      <div className="grid gap-4" hidden={isSecondStep}>
        <Field label={t("email")} type="email" autoComplete="username" {...field("email")} />
        <Field label={t("password")} type="password" autoComplete="current-password" {...field("password")} />
      </div>
      {isSecondStep || asksCode ? (
        <Field
          label={t("code")}
          hint={t("code_hint")}
          autoComplete="one-time-code"
          autoFocus
          autoCapitalize="off"
          spellCheck={false}
          {...field("code")}
        />
      ) : null}
      <Button type="submit" disabled={isBusy || isDone}>
        {t("sign_in")}
      </Button>
      {isSecondStep ? (
        <Button look="quiet" onClick={() => setSecondStep(false)}>
          {t("other_account")}
        </Button>
      ) : null}
    </form>
  );
}

function asksForCode(refusal: Refusal): boolean {
  return refusal.kind === "refused" && refusal.fields.some(({ path }) => path === "code");
}
