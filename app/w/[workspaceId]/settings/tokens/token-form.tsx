"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useWatch } from "react-hook-form";
import { z } from "zod/mini";
import { send } from "#app/api-client.ts";
import { useRefusableForm } from "#app/use-refusable-form.ts";
import { Button } from "#components/ui/button.tsx";
import { Field } from "#components/ui/field.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { SelectField } from "#components/ui/select-field.tsx";
import type { Role } from "#lib/auth/permissions.ts";
import type { CreatedToken } from "#lib/auth/tokens/schemas.ts";
import { expiryOf, lifetimes } from "./expiry.ts";
import { NewToken } from "./new-token.tsx";

type Values = { name: string; role: Role; lifetime: string; expires_at: string };
type Props = { workspaceId: string; roles: readonly Role[] };

function useSchema(roles: readonly Role[]): z.ZodMiniType<Values, Values> {
  const t = useTranslations("tokens");
  return z
    .object({
      name: z.string().check(z.trim(), z.minLength(1, t("enter_name")), z.maxLength(100, t("name_too_long"))),
      role: z.enum(roles),
      lifetime: z.string(),
      expires_at: z.string(),
    })
    .check(
      z.refine(
        ({ lifetime, expires_at }) => lifetime !== "date" || new Date(`${expires_at}T23:59:59`) > new Date(),
        { error: t("enter_date"), path: ["expires_at"] },
      ),
    );
}

/** Makes an API token, and shows it: here, once. */
export function TokenForm({ workspaceId, roles }: Props) {
  const t = useTranslations("tokens");
  const names = useTranslations("roles");
  const help = useTranslations("role_help");
  const { refresh } = useRouter();
  const [made, setMade] = useState<CreatedToken>();
  const start: Values = {
    name: "",
    role: roles.includes("editor") ? "editor" : "viewer",
    lifetime: "90",
    expires_at: "",
  };
  const { register, handleSubmit, control, formState, refuse, reset } = useRefusableForm(
    useSchema(roles),
    start,
  );
  const { errors, isSubmitting } = formState;
  const { lifetime, role } = useWatch({ control, compute: ({ lifetime, role }) => ({ lifetime, role }) });
  const submit = handleSubmit(async ({ name, expires_at }) => {
    setMade(undefined);
    const body = { name, role, expires_at: expiryOf(lifetime, expires_at, new Date()) };
    const answer = await send<CreatedToken>("POST", `/v1/workspaces/${workspaceId}/tokens`, body);
    if (!answer.ok) return refuse(answer.refusal);
    setMade(answer.body);
    reset();
    refresh();
  });
  return (
    <>
      <form onSubmit={submit} noValidate className="grid max-w-2xl gap-4 sm:grid-cols-2">
        {errors.root ? (
          <div className="sm:col-span-2">
            <Notice>{errors.root.message}</Notice>
          </div>
        ) : null}
        <Field
          label={t("name")}
          hint={t("name_hint")}
          autoComplete="off"
          error={errors.name?.message}
          {...register("name")}
        />
        <SelectField
          label={t("role")}
          hint={help(role)}
          options={roles.map((value) => ({ value, words: names(value) }))}
          {...register("role")}
        />
        <SelectField
          label={t("lifetime")}
          options={lifetimes.map((value) => ({ value, words: t(`lifetimes.${value}`) }))}
          {...register("lifetime")}
        />
        {lifetime === "date" ? (
          <Field
            label={t("last_day")}
            type="date"
            error={errors.expires_at?.message}
            {...register("expires_at")}
          />
        ) : null}
        <div className="sm:col-span-2">
          <Button type="submit" size="small" disabled={isSubmitting}>
            {t("create")}
          </Button>
        </div>
      </form>
      {made ? <NewToken token={made} onDone={() => setMade(undefined)} /> : null}
    </>
  );
}
