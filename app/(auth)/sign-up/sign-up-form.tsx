"use client";

import { useTranslations } from "next-intl";
import { z } from "zod/mini";
import { send } from "#app/api-client.ts";
import { useRefusableForm } from "#app/use-refusable-form.ts";
import { Button } from "#components/ui/button.tsx";
import { Field } from "#components/ui/field.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { signIn } from "../auth-client.ts";
import { newPassword } from "../new-password.ts";

type Values = { setup_code: string; name: string; email: string; password: string; workspace_name: string };

const filled = (problem: string) => z.string().check(z.trim(), z.minLength(1, problem));

function useSchema(): z.ZodMiniType<Values, Values> {
  const t = useTranslations("auth");
  const own = useTranslations("set_up");
  return z.object({
    setup_code: filled(own("enter_code")),
    name: filled(t("enter_name")),
    email: filled(t("enter_email")),
    password: newPassword({ tooShort: t("password_too_short"), tooLong: t("password_too_long") }),
    workspace_name: filled(own("enter_workspace")),
  });
}

export function SignUpForm({ code }: { code: string }) {
  const start: Values = { setup_code: code, name: "", email: "", password: "", workspace_name: "" };
  const t = useTranslations("auth");
  const own = useTranslations("set_up");
  const { register, handleSubmit, formState, refuse } = useRefusableForm(useSchema(), start);
  const { errors, isSubmitting, isSubmitSuccessful } = formState;
  const submit = handleSubmit(async (values) => {
    const problem = await signUp(values);
    if (problem) refuse(problem);
  });
  const field = (name: keyof Values) => ({ error: errors[name]?.message, ...register(name) });
  return (
    <form method="post" onSubmit={submit} noValidate className="grid gap-4">
      {errors.root ? <Notice>{errors.root.message}</Notice> : null}
      <Field
        label={own("code")}
        hint={own("code_hint")}
        autoComplete="off"
        spellCheck={false}
        {...field("setup_code")}
      />
      <Field label={t("name")} autoComplete="name" {...field("name")} />
      <Field label={t("email")} type="email" autoComplete="username" {...field("email")} />
      <Field
        label={t("password")}
        type="password"
        autoComplete="new-password"
        hint={t("password_hint")}
        {...field("password")}
      />
      <Field label={own("workspace")} autoComplete="organization" {...field("workspace_name")} />
      <Button type="submit" disabled={isSubmitting || isSubmitSuccessful}>
        {own("submit")}
      </Button>
    </form>
  );
}

async function signUp(values: Values) {
  const { timeZone: time_zone } = Intl.DateTimeFormat().resolvedOptions();
  const made = await send<{ workspace_id: string }>("POST", "/v1/sign-up", { ...values, time_zone });
  if (!made.ok) return made.refusal;
  const inside = await signIn(values.email, values.password, `/w/${made.body.workspace_id}`);
  location.assign(inside.ok ? inside.body.url : "/sign-in");
  return undefined;
}
