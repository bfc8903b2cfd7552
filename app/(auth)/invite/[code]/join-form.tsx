"use client";

import { useTranslations } from "next-intl";
import { z } from "zod/mini";
import { send } from "#app/api-client.ts";
import { useRefusableForm } from "#app/use-refusable-form.ts";
import { Button } from "#components/ui/button.tsx";
import { Field } from "#components/ui/field.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { signIn } from "../../auth-client.ts";
import { newPassword } from "../../new-password.ts";

type Props = { code: string; email: string };

export function JoinForm({ code, email }: Props) {
  const t = useTranslations("auth");
  const own = useTranslations("invitation");
  const schema = z.object({
    name: z.string().check(z.trim(), z.minLength(1, t("enter_name"))),
    password: newPassword({ tooShort: t("password_too_short"), tooLong: t("password_too_long") }),
  });
  const { register, handleSubmit, formState, refuse } = useRefusableForm(schema, { name: "", password: "" });
  const { errors, isSubmitting, isSubmitSuccessful } = formState;
  const submit = handleSubmit(async (values) => {
    const joined = await send<{ workspace_id: string }>("POST", "/v1/invitations/accept", {
      code,
      ...values,
    });
    if (!joined.ok) return refuse(joined.refusal);
    const inside = await signIn(email, values.password, `/w/${joined.body.workspace_id}`);
    location.assign(inside.ok ? inside.body.url : "/sign-in");
  });
  return (
    <form method="post" onSubmit={submit} noValidate className="grid gap-4">
      {errors.root ? <Notice>{errors.root.message}</Notice> : null}
      <Field label={t("email")} type="email" autoComplete="username" value={email} readOnly />
      <Field label={t("name")} autoComplete="name" error={errors.name?.message} {...register("name")} />
      <Field
        label={own("choose_password")}
        type="password"
        autoComplete="new-password"
        hint={t("password_hint")}
        error={errors.password?.message}
        {...register("password")}
      />
      <Button type="submit" disabled={isSubmitting || isSubmitSuccessful}>
        {own("create_and_join")}
      </Button>
    </form>
  );
}
