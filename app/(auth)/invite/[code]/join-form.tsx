"use client";

import { useTranslations } from "next-intl";
import { send } from "#app/api-client.ts";
import { filled, useRefusableForm } from "#app/use-refusable-form.ts";
import { Button } from "#components/ui/button.tsx";
import { Field } from "#components/ui/field.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { signIn } from "../../auth-client.ts";
import { newPassword } from "../../new-password.ts";

type Props = { code: string; email: string };

export function JoinForm({ code, email }: Props) {
  const t = useTranslations("auth");
  const own = useTranslations("invitation");
  const { form, field, problem, isBusy, isDone } = useRefusableForm({
    fields: {
      name: filled(t("enter_name")),
      password: newPassword({ tooShort: t("password_too_short"), tooLong: t("password_too_long") }),
    },
    send: async (values) => {
      const body = { code, ...values };
      const joined = await send<{ workspace_id: string }>("POST", "/v1/invitations/accept", body);
      if (!joined.ok) return joined.refusal;
      const inside = await signIn({ email, password: values.password }, `/w/${joined.body.workspace_id}`);
      location.assign(inside.ok ? inside.body.url : "/sign-in");
    },
  });
  return (
    <form {...form} className="grid gap-4">
      {problem ? <Notice>{problem}</Notice> : null}
      <Field label={t("email")} type="email" autoComplete="username" value={email} readOnly />
      <Field label={t("name")} autoComplete="name" {...field("name")} />
      <Field
        label={own("choose_password")}
        type="password"
        autoComplete="new-password"
        hint={t("password_hint")}
        {...field("password")}
      />
      <Button type="submit" disabled={isBusy || isDone}>
        {own("create_and_join")}
      </Button>
    </form>
  );
}
