"use client";

import { z } from "zod";
import { Button } from "#components/ui/button.tsx";
import { Field } from "#components/ui/field.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { postJson, signIn } from "../../auth-client.ts";
import { newPassword, newPasswordHint } from "../../new-password.ts";
import { useRefusableForm } from "../../use-refusable-form.ts";

const schema = z.object({ name: z.string().trim().min(1, "Enter your name."), password: newPassword });

type Props = { code: string; email: string };

export function JoinForm({ code, email }: Props) {
  const { register, handleSubmit, formState, refuse } = useRefusableForm(schema, { name: "", password: "" });
  const { errors, isSubmitting, isSubmitSuccessful } = formState;
  const submit = handleSubmit(async (values) => {
    const joined = await postJson<{ workspace_id: string }>("/v1/invitations/accept", { code, ...values });
    if (!joined.ok) return refuse(joined.refusal);
    const inside = await signIn(email, values.password, `/w/${joined.body.workspace_id}`);
    location.assign(inside.ok ? inside.body.url : "/sign-in");
  });
  return (
    <form method="post" onSubmit={submit} noValidate className="grid gap-4">
      {errors.root ? <Notice>{errors.root.message}</Notice> : null}
      <Field label="E-mail address" type="email" autoComplete="username" value={email} readOnly />
      <Field label="Your name" autoComplete="name" error={errors.name?.message} {...register("name")} />
      <Field
        label="Choose a password"
        type="password"
        autoComplete="new-password"
        hint={newPasswordHint}
        error={errors.password?.message}
        {...register("password")}
      />
      <Button type="submit" disabled={isSubmitting || isSubmitSuccessful}>
        Create account and join
      </Button>
    </form>
  );
}
