"use client";

import { useTranslations } from "next-intl";
import { z } from "zod/mini";
import { send } from "#app/api-client.ts";
import { useRefusableForm } from "#app/use-refusable-form.ts";
import { Button } from "#components/ui/button.tsx";
import { Field } from "#components/ui/field.tsx";
import { Notice } from "#components/ui/notice.tsx";

/** Makes a workspace, in this browser's time zone, and goes there. */
export function NewWorkspaceForm() {
  const t = useTranslations("account");
  const schema = z.object({ name: z.string().check(z.trim(), z.minLength(1, t("enter_workspace"))) });
  const { register, handleSubmit, formState, refuse } = useRefusableForm(schema, { name: "" });
  const { errors, isSubmitting, isSubmitSuccessful } = formState;
  const submit = handleSubmit(async ({ name }) => {
    const { timeZone: time_zone } = Intl.DateTimeFormat().resolvedOptions();
    const made = await send<{ id: string }>("POST", "/v1/workspaces", { name, time_zone });
    if (made.ok) location.assign(`/w/${made.body.id}`);
    else refuse(made.refusal);
  });
  return (
    <form onSubmit={submit} noValidate className="grid max-w-md gap-4">
      {errors.root ? <Notice>{errors.root.message}</Notice> : null}
      <Field
        label={t("workspace_name")}
        autoComplete="organization"
        maxLength={100}
        error={errors.name?.message}
        {...register("name")}
      />
      <div>
        <Button type="submit" size="small" disabled={isSubmitting || isSubmitSuccessful}>
          {t("create_workspace")}
        </Button>
      </div>
    </form>
  );
}
