"use client";

import { z } from "zod";
import { Button } from "#components/ui/button.tsx";
import { Field } from "#components/ui/field.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { postJson, signIn } from "../auth-client.ts";
import { newPassword, newPasswordHint } from "../new-password.ts";
import { useRefusableForm } from "../use-refusable-form.ts";

const schema = z.object({
  setup_code: z.string().trim().min(1, "Paste the set-up code from the log."),
  name: z.string().trim().min(1, "Enter your name."),
  email: z.string().trim().min(1, "Enter your e-mail address."),
  password: newPassword,
  workspace_name: z.string().trim().min(1, "Give the workspace a name, such as your team's."),
});

type Values = z.output<typeof schema>;

export function SignUpForm({ code }: { code: string }) {
  const start: Values = { setup_code: code, name: "", email: "", password: "", workspace_name: "" };
  const { register, handleSubmit, formState, refuse } = useRefusableForm(schema, start);
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
        label="Set-up code"
        hint="The log shows it at start. A newer one replaces it."
        autoComplete="off"
        spellCheck={false}
        {...field("setup_code")}
      />
      <Field label="Your name" autoComplete="name" {...field("name")} />
      <Field label="E-mail address" type="email" autoComplete="username" {...field("email")} />
      <Field
        label="Password"
        type="password"
        autoComplete="new-password"
        hint={newPasswordHint}
        {...field("password")}
      />
      <Field label="Workspace" autoComplete="organization" {...field("workspace_name")} />
      <Button type="submit" disabled={isSubmitting || isSubmitSuccessful}>
        Set up
      </Button>
    </form>
  );
}

async function signUp(values: Values) {
  const { timeZone: time_zone } = Intl.DateTimeFormat().resolvedOptions();
  const made = await postJson<{ workspace_id: string }>("/v1/sign-up", { ...values, time_zone });
  if (!made.ok) return made.refusal;
  const inside = await signIn(values.email, values.password, `/w/${made.body.workspace_id}`);
  location.assign(inside.ok ? inside.body.url : "/sign-in");
  return undefined;
}
