"use client";

import { useTranslations } from "next-intl";
import { FieldsProvider } from "#components/connectors/fields/fields-context.tsx";
import type { SchemaWords } from "#components/connectors/fields/translate.ts";
import { useSettings } from "#components/connectors/wizard/use-settings.ts";
import { Facts } from "#components/ui/facts.tsx";
import type { ConnectorType } from "#lib/connectors/slots.ts";

type Props = {
  type: ConnectorType;
  name: string;
  slots: Record<string, unknown>;
  hasCredentials: boolean;
  words: SchemaWords;
};

/** A connector's settings for those who may only read them. */
export function SettingsFacts({ words, ...subject }: Props) {
  return (
    <FieldsProvider words={words} members={[]}>
      <SettingsList {...subject} />
    </FieldsProvider>
  );
}

function SettingsList({ type, name, slots, hasCredentials }: Omit<Props, "words">) {
  const t = useTranslations("connector_settings");
  const wizard = useTranslations("wizard");
  const settings = useSettings(type, slots);
  return (
    <Facts
      facts={[
        [wizard("name"), name],
        ...settings.map(({ title, words }) => [title, words] as const),
        [wizard("credentials"), hasCredentials ? t("has_credentials") : t("no_credentials")],
      ]}
    />
  );
}
