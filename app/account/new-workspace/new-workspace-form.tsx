"use client";

import { useTranslations } from "next-intl";
import { send } from "#app/api-client.ts";
import { filled, useRefusableForm } from "#app/use-refusable-form.ts";
import { AliveFields } from "#components/ui/alive-fields.tsx";
import { Button } from "#components/ui/button.tsx";
import { Field } from "#components/ui/field.tsx";
import { Notice } from "#components/ui/notice.tsx";

/** Makes a workspace, in this browser's time zone, and goes there. */
export function NewWorkspaceForm() {
  const t = useTranslations("account");
  const { form, field, problem, isBusy, isDone } = useRefusableForm({
    fields: { name: filled(t("enter_workspace")) },
    send: async ({ name }) => {
      const { timeZone: time_zone } = Intl.DateTimeFormat().resolvedOptions();
      const made = await send<{ id: string }>("POST", "/v1/workspaces", { name, time_zone });
      if (!made.ok) return made.refusal;
      location.assign(`/w/${made.body.id}`);
    },
  });
  return (
    <form {...form} className="grid max-w-md gap-4">
      <AliveFields>
        {problem ? <Notice>{problem}</Notice> : null}
        <Field label={t("workspace_name")} autoComplete="organization" maxLength={100} {...field("name")} />
        <div>
          <Button type="submit" size="small" disabled={isBusy || isDone}>
            {t("create_workspace")}
          </Button>
        </div>
      </AliveFields>
    </form>
  );
}
