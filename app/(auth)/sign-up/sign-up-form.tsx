"use client";

import { useTranslations } from "next-intl";
import { send } from "#app/api-client.ts";
import { filled, useRefusableForm } from "#app/use-refusable-form.ts";
import { Button } from "#components/ui/button.tsx";
import { Field } from "#components/ui/field.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { signIn } from "../auth-client.ts";
import { newPassword } from "../new-password.ts";

type Values = { setup_code: string; name: string; email: string; password: string; workspace_name: string };

export function SignUpForm({ code }: { code: string }) {
  const t = useTranslations("auth");
  const own = useTranslations("set_up");
  const { form, field, problem, isBusy, isDone } = useRefusableForm({
    fields: {
      setup_code: filled(own("enter_code")),
      name: filled(t("enter_name")),
      email: filled(t("enter_email")),
      password: newPassword({ tooShort: t("password_too_short"), tooLong: t("password_too_long") }),
      workspace_name: filled(own("enter_workspace")),
    },
    send: signUp,
  });
  return (
    <form {...form} className="grid gap-4">
      {problem ? <Notice>{problem}</Notice> : null}
      <Field
        label={own("code")}
        hint={own("code_hint")}
        autoComplete="off"
        spellCheck={false}
        defaultValue={code}
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
      <Button type="submit" disabled={isBusy || isDone}>
        {own("submit")}
      </Button>
    </form>
  );
}

async function signUp({ setup_code, email, ...values }: Values) {
  const { timeZone: time_zone } = Intl.DateTimeFormat().resolvedOptions();
  const trimmed = { setup_code: setup_code.trim(), email: email.trim() };
  const made = await send<{ workspace_id: string }>("POST", "/v1/sign-up", {
    ...values,
    ...trimmed,
    time_zone,
  });
  if (!made.ok) return made.refusal;
  const inside = await signIn(
    { email: trimmed.email, password: values.password },
    `/w/${made.body.workspace_id}`,
  );
  location.assign(inside.ok ? inside.body.url : "/sign-in");
}
