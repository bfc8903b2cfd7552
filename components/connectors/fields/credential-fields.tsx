"use client";

import { KeyRound } from "lucide-react";
import { useTranslations } from "next-intl";
import { useController } from "react-hook-form";
import type { z } from "zod";
import { Button } from "#components/ui/button.tsx";
import { RadioCards } from "#components/ui/radio-cards.tsx";
import { credentialMethods } from "#lib/connectors/credentials.ts";
import { metaOf } from "#lib/connectors/field-meta.ts";
import type { ConnectorType } from "#lib/connectors/slots.ts";
import { useSay } from "./fields-context.tsx";
import { SchemaFields } from "./schema-fields.tsx";

type Props = {
  type: ConnectorType;
  /** Whether the connector has some already. */
  isSaved?: boolean;
};

/** How a connector signs in: a choice among the ways of its type, and the fields of the chosen one. */
export function CredentialFields({ type, isSaved = false }: Props) {
  const t = useTranslations("fields");
  const say = useSay();
  const { field } = useController({ name: "method" });
  const methods = Object.entries(credentialMethods[type]);
  if (methods.length === 0) return null;
  if (field.value === "keep") return <Saved onReplace={() => field.onChange(methods[0]?.[0])} />;
  const chosen = credentialMethods[type][String(field.value)];
  const isPublic = type === "web_scraper";
  const ways = methods.map(([value, schema]) => {
    const { title = value, description } = metaOf(schema);
    return { value, title: say(title), description: description && say(description) };
  });
  const none = {
    value: "none",
    title: isSaved ? t("remove_credentials") : isPublic ? t("no_sign_in") : t("credentials_later"),
    description: isSaved || !isPublic ? t("credentials_later_help") : t("no_sign_in_help"),
  };
  return (
    <div className="grid gap-5">
      <RadioCards
        id="field-method"
        label={t("sign_in_with")}
        options={isPublic ? [none, ...ways] : [...ways, none]}
        value={String(field.value)}
        onChange={field.onChange}
      />
      {chosen ? <Method schema={chosen} /> : null}
      {isSaved ? (
        <p>
          <Button look="plain" size="small" onClick={() => field.onChange("keep")}>
            {t("keep_saved")}
          </Button>
        </p>
      ) : null}
    </div>
  );
}

/** Credentials that are kept: never shown, only replaced. */
function Saved({ onReplace }: { onReplace: () => void }) {
  const t = useTranslations("fields");
  return (
    <div
      id="field-credentials"
      tabIndex={-1}
      className="flex flex-wrap items-center justify-between gap-3 rounded-lg border border-line bg-raised px-4 py-3 text-sm"
    >
      <p className="flex items-center gap-2">
        <KeyRound aria-hidden="true" size={16} className="shrink-0 text-good" />
        <span>
          <span className="font-medium">{t("saved")}</span>{" "}
          <span className="text-quiet">{t("saved_help")}</span>
        </span>
      </p>
      <Button look="plain" size="small" onClick={onReplace}>
        {t("replace")}
      </Button>
    </div>
  );
}

function Method({ schema }: { schema: z.ZodObject }) {
  const t = useTranslations("fields");
  const say = useSay();
  const { steps = [] } = metaOf(schema);
  return (
    <>
      <SchemaFields schema={schema} name="credentials" />
      {steps.length > 0 ? (
        <details className="text-sm">
          <summary className="cursor-pointer text-accent underline underline-offset-2">{t("where")}</summary>
          <ol className="mt-3 grid list-decimal gap-2 rounded-lg bg-raised py-3 pr-4 pl-8">
            {steps.map((step) => (
              <li key={step}>{say(step)}</li>
            ))}
          </ol>
        </details>
      ) : null}
    </>
  );
}
