"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { send } from "#app/api-client.ts";
import { type Check, useRefusableForm } from "#app/use-refusable-form.ts";
import { AliveFields } from "#components/ui/alive-fields.tsx";
import { Button } from "#components/ui/button.tsx";
import { Field } from "#components/ui/field.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { SelectField } from "#components/ui/select-field.tsx";
import type { Role } from "#lib/auth/permissions.ts";
import type { CreatedToken } from "#lib/auth/tokens/schemas.ts";
import { RoleField } from "../role-field.tsx";
import { expiryOf, isOver, lifetimes } from "./expiry.ts";
import { NewToken } from "./new-token.tsx";
import { ScopesField } from "./scopes-field.tsx";

type Name = "name" | "role" | "scopes" | "lifetime" | "expires_at";
type Props = { workspaceId: string; roles: readonly Role[] };

function useChecks(): Record<Name, Check<Name>> {
  const t = useTranslations("tokens");
  return {
    name: (name) => {
      if (name.trim() === "") return t("enter_name");
      return name.trim().length > 100 ? t("name_too_long") : undefined;
    },
    role: () => undefined,
    scopes: () => undefined,
    lifetime: () => undefined,
    expires_at: (day, { lifetime }) =>
      lifetime === "date" && isOver(day, new Date()) ? t("enter_date") : undefined,
  };
}

/** Makes an API token, and shows it: here, once. */
export function TokenForm({ workspaceId, roles }: Props) {
  const t = useTranslations("tokens");
  const { refresh } = useRouter();
  const [made, setMade] = useState<CreatedToken>();
  const [lifetime, setLifetime] = useState("90");
  const { form, field, problem, isBusy } = useRefusableForm({
    fields: useChecks(),
    send: async ({ name, role, expires_at }, shown) => {
      setMade(undefined);
      const scopes = new FormData(shown).getAll("scopes");
      const body = {
        name,
        role,
        expires_at: expiryOf(lifetime, expires_at, new Date()),
        ...(scopes.length > 0 ? { scopes } : {}),
      };
      const answer = await send<CreatedToken>("POST", `/v1/workspaces/${workspaceId}/tokens`, body);
      if (!answer.ok) return answer.refusal;
      setMade(answer.body);
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
          <Field label={t("name")} hint={t("name_hint")} autoComplete="off" {...field("name")} />
          <RoleField
            label={t("role")}
            roles={roles}
            start={roles.includes("editor") ? "editor" : "viewer"}
            {...field("role")}
          />
          <SelectField
            label={t("lifetime")}
            options={lifetimes.map((value) => ({ value, words: t(`lifetimes.${value}`) }))}
            value={lifetime}
            onChange={({ target }) => setLifetime(target.value)}
            {...field("lifetime")}
          />
          <ScopesField error={field("scopes").error} />
          {lifetime === "date" ? <Field label={t("last_day")} type="date" {...field("expires_at")} /> : null}
          <div className="sm:col-span-2">
            <Button type="submit" size="small" disabled={isBusy}>
              {t("create")}
            </Button>
          </div>
        </AliveFields>
      </form>
      {made ? <NewToken token={made} onDone={() => setMade(undefined)} /> : null}
    </>
  );
}
