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
import { SelectField } from "#components/ui/select-field.tsx";
import { alertKinds } from "#lib/alerts/kinds.ts";
import type { DestinationWithSecret } from "#lib/alerts/schemas.ts";

type Props = {
  workspaceId: string;
  /** Whether a mail server is set. */
  canMail: boolean;
};

/** Adds a destination of alerts. A webhook's secret is shown here, once. */
export function DestinationForm({ workspaceId, canMail }: Props) {
  const t = useTranslations("alerts");
  const { refresh } = useRouter();
  const [type, setType] = useState(canMail ? "email" : "webhook");
  const [added, setAdded] = useState<DestinationWithSecret>();
  const { form, field, problem, isBusy } = useRefusableForm({
    fields: {
      type: () => undefined,
      address: filled(t(type === "email" ? "enter_email" : "enter_url")),
      kinds: () => undefined,
    },
    send: async ({ address }, shown) => {
      setAdded(undefined);
      const kinds = new FormData(shown).getAll("kinds");
      const door = `/v1/workspaces/${workspaceId}/alerts/destinations`;
      const answer = await send<DestinationWithSecret>("POST", door, {
        type,
        address: address.trim(),
        kinds,
      });
      if (!answer.ok) return answer.refusal;
      setAdded(answer.body);
      shown.reset();
      refresh();
    },
  });
  const kinds = field("kinds");
  return (
    <>
      <form {...form} className="grid max-w-2xl gap-4 sm:grid-cols-2">
        <AliveFields>
          {problem ? (
            <div className="sm:col-span-2">
              <Notice>{problem}</Notice>
            </div>
          ) : null}
          <SelectField
            label={t("type")}
            options={(["email", "webhook"] as const).map((value) => ({ value, words: t(`types.${value}`) }))}
            value={type}
            onChange={({ target }) => setType(target.value)}
            hint={type === "email" && !canMail ? t("no_mail") : undefined}
            {...field("type")}
          />
          <Field
            label={t(type === "email" ? "email" : "url")}
            hint={type === "webhook" ? t("url_hint") : undefined}
            type={type === "email" ? "email" : "url"}
            autoComplete="off"
            {...field("address")}
          />
          <Kinds error={kinds.error} />
          <div className="sm:col-span-2">
            <Button type="submit" size="small" disabled={isBusy}>
              {t("add")}
            </Button>
          </div>
        </AliveFields>
      </form>
      {added ? (
        <div role="status" className="grid max-w-2xl gap-3 rounded-lg border border-good p-4">
          <p className="text-sm">{t("added", { address: added.address })}</p>
          {added.secret ? (
            <Copyable label={t("secret")} value={added.secret} hint={t("secret_hint")} />
          ) : null}
        </div>
      ) : null}
    </>
  );
}

function Kinds({ error }: { error: string | undefined }) {
  const t = useTranslations("alerts");
  return (
    <fieldset className="grid gap-2 sm:col-span-2">
      <legend className="pb-1.5 font-medium text-sm">{t("tell")}</legend>
      {alertKinds.map((kind) => (
        <label key={kind} className="flex items-center gap-2 text-sm">
          <input type="checkbox" name="kinds" value={kind} defaultChecked className="accent-accent" />
          {t(`kind.${kind}`)}
        </label>
      ))}
      {error ? <p className="text-bad text-sm">{error}</p> : null}
    </fieldset>
  );
}
