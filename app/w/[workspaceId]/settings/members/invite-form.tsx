"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useWatch } from "react-hook-form";
import { z } from "zod/mini";
import { send } from "#app/api-client.ts";
import { useRefusableForm } from "#app/use-refusable-form.ts";
import { Button } from "#components/ui/button.tsx";
import { Copyable } from "#components/ui/copyable.tsx";
import { Field } from "#components/ui/field.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { SelectField } from "#components/ui/select-field.tsx";
import type { CreatedInvitation } from "#lib/auth/invitations/schemas.ts";
import type { Role } from "#lib/auth/permissions.ts";

type Values = { email: string; role: Role };
type Props = { workspaceId: string; roles: readonly Role[] };

/** Invites somebody by e-mail address. The invitation's address is shown here, once, to hand over. */
export function InviteForm({ workspaceId, roles }: Props) {
  const t = useTranslations("members");
  const names = useTranslations("roles");
  const help = useTranslations("role_help");
  const { refresh } = useRouter();
  const [invited, setInvited] = useState<CreatedInvitation>();
  const schema = z.object({
    email: z.string().check(z.trim(), z.minLength(1, t("enter_email"))),
    role: z.enum(roles),
  });
  const form = useRefusableForm<Values>(schema, { email: "", role: "editor" });
  const { register, handleSubmit, control, formState, refuse, reset } = form;
  const role = useWatch({ control, name: "role" });
  const { errors, isSubmitting } = formState;
  const submit = handleSubmit(async (values) => {
    setInvited(undefined);
    const door = `/v1/workspaces/${workspaceId}/invitations`;
    const answer = await send<CreatedInvitation>("POST", door, values);
    if (!answer.ok) return refuse(answer.refusal);
    setInvited(answer.body);
    reset();
    refresh();
  });
  const options = roles.map((value) => ({ value, words: names(value) }));
  return (
    <>
      <form onSubmit={submit} noValidate className="grid max-w-2xl gap-4 sm:grid-cols-2">
        {errors.root ? (
          <div className="sm:col-span-2">
            <Notice>{errors.root.message}</Notice>
          </div>
        ) : null}
        <Field
          label={t("email")}
          type="email"
          autoComplete="off"
          error={errors.email?.message}
          {...register("email")}
        />
        <SelectField label={t("role")} hint={help(role)} options={options} {...register("role")} />
        <div className="sm:col-span-2">
          <Button type="submit" size="small" disabled={isSubmitting}>
            {t("create_invitation")}
          </Button>
        </div>
      </form>
      {invited ? (
        <div role="status" className="grid max-w-2xl gap-2 rounded-lg border border-good p-4">
          <p className="text-sm">{t("invited", { email: invited.email })}</p>
          <Copyable label={t("link")} value={invited.url} hint={t("link_hint")} />
        </div>
      ) : null}
    </>
  );
}
