"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { send } from "#app/api-client.ts";
import { filled, useRefusableForm } from "#app/use-refusable-form.ts";
import { AliveFields } from "#components/ui/alive-fields.tsx";
import { Button } from "#components/ui/button.tsx";
import { Copyable } from "#components/ui/copyable.tsx";
import { Field } from "#components/ui/field.tsx";
import { Notice } from "#components/ui/notice.tsx";
import type { CreatedInvitation } from "#lib/auth/invitations/schemas.ts";
import type { Role } from "#lib/auth/permissions.ts";
import { RoleField } from "../role-field.tsx";

type Props = { workspaceId: string; roles: readonly Role[] };

/** Invites somebody by e-mail address. The invitation's address is shown here, once, to hand over. */
export function InviteForm({ workspaceId, roles }: Props) {
  const t = useTranslations("members");
  const { refresh } = useRouter();
  const [invited, setInvited] = useState<CreatedInvitation>();
  const { form, field, problem, isBusy } = useRefusableForm({
    fields: { email: filled(t("enter_email")), role: () => undefined },
    send: async ({ email, role }, shown) => {
      setInvited(undefined);
      const door = `/v1/workspaces/${workspaceId}/invitations`;
      const answer = await send<CreatedInvitation>("POST", door, { email: email.trim(), role });
      if (!answer.ok) return answer.refusal;
      setInvited(answer.body);
      shown.reset();
      refresh();
    },
  });
  return (
    <>
      <form {...form} className="grid max-w-2xl gap-4 sm:grid-cols-2">
        <AliveFields>
          {problem ? (
            <div className="sm:col-span-2">
              <Notice>{problem}</Notice>
            </div>
          ) : null}
          <Field label={t("email")} type="email" autoComplete="off" {...field("email")} />
          <RoleField label={t("role")} roles={roles} start="editor" {...field("role")} />
          <div className="sm:col-span-2">
            <Button type="submit" size="small" disabled={isBusy}>
              {t("create_invitation")}
            </Button>
          </div>
        </AliveFields>
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
