"use client";

import { useTranslations } from "next-intl";
import { permissionNames } from "#lib/auth/permissions.ts";

/** What a token is kept to, of what its role may; nothing ticked is all of it. */
export function ScopesField({ error }: { error: string | undefined }) {
  const t = useTranslations("tokens");
  return (
    <details className="sm:col-span-2" open={error !== undefined || undefined}>
      <summary className="w-fit cursor-pointer text-accent text-sm underline underline-offset-2">
        {t("scopes")}
      </summary>
      <fieldset className="grid gap-3 pt-3" aria-describedby="scopes-help">
        <legend className="sr-only">{t("scopes")}</legend>
        <p id="scopes-help" className="text-quiet text-sm">
          {t("scopes_help")}
        </p>
        <ul className="grid gap-x-6 gap-y-2 sm:grid-cols-3">
          {permissionNames.map((name) => (
            <li key={name}>
              <label className="flex items-center gap-2 text-sm">
                <input type="checkbox" name="scopes" value={name} className="accent-accent" />
                <code className="font-mono">{name}</code>
              </label>
            </li>
          ))}
        </ul>
        {error ? <p className="text-bad text-sm">{error}</p> : null}
      </fieldset>
    </details>
  );
}
