"use client";

import { useTranslations } from "next-intl";
import { z } from "zod/mini";
import { useRefusableForm } from "#app/use-refusable-form.ts";
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
  const schema = z.object({
    email: z.string().check(z.trim(), z.minLength(1, t("enter_email"))),
    password: z.string().check(z.minLength(1, t("enter_password"))),
  });
  const { register, handleSubmit, formState, refuse } = useRefusableForm(schema, { email: "", password: "" });
  const { errors, isSubmitting, isSubmitSuccessful, isSubmitted } = formState;
  const notice = errors.root?.message ?? (isSubmitted ? undefined : problem);
  const submit = handleSubmit(async ({ email, password }) => {
    const answer = await signIn(email, password, callbackUrl);
    if (answer.ok) location.assign(answer.body.url);
    else refuse(answer.refusal);
  });
  return (
    // The method keeps the password out of the address should this be sent before the script has loaded.
    <form
      method="post"
      action="/api/auth/callback/credentials"
      onSubmit={submit}
      noValidate
      className="grid gap-4"
    >
      {notice ? <Notice>{notice}</Notice> : null}
      <Field
        label={t("email")}
        type="email"
        autoComplete="username"
        error={errors.email?.message}
        {...register("email")}
      />
      <Field
        label={t("password")}
        type="password"
        autoComplete="current-password"
        error={errors.password?.message}
        {...register("password")}
      />
      <Button type="submit" disabled={isSubmitting || isSubmitSuccessful}>
        {t("sign_in")}
      </Button>
    </form>
  );
}
