"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { SelectField } from "#components/ui/select-field.tsx";
import type { Role } from "#lib/auth/permissions.ts";

type Props = { label: string; name: string; error: string | undefined; roles: readonly Role[]; start: Role };

/** A choice of roles that says what the chosen one may do. */
export function RoleField({ label, name, error, roles, start }: Props) {
  const names = useTranslations("roles");
  const help = useTranslations("role_help");
  const [role, setRole] = useState(start);
  return (
    <SelectField
      label={label}
      name={name}
      error={error}
      hint={help(role)}
      options={roles.map((value) => ({ value, words: names(value) }))}
      value={role}
      onChange={({ target }) => setRole(target.value as Role)}
    />
  );
}
