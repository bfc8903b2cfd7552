import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { schemaWords } from "#app/i18n/schema-words.ts";
import { isAllowed } from "#lib/auth/permissions.ts";
import { listCollections } from "#lib/collections/list.ts";
import { formMembers } from "../../form-members.ts";
import { openConnector } from "../open-connector.ts";
import { ConnectorSettings } from "./connector-settings.tsx";
import { SettingsFacts } from "./settings-facts.tsx";

type Props = { params: Promise<{ workspaceId: string; connectorId: string }> };

const collectionsAtOnce = 100;

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("connector_tabs"))("settings") };
}

export default async function ConnectorSettingsPage({ params }: Props) {
  const { workspaceId, connectorId } = await params;
  const { ctx, connector, version } = await openConnector(workspaceId, connectorId);
  const words = schemaWords(await getLocale());
  const subject = {
    workspaceId: ctx.workspaceId,
    id: connector.id,
    type: connector.type,
    name: connector.name,
    slots: connector.slots,
    hasCredentials: connector.has_credentials,
  };
  if (!isAllowed(ctx.role, "connectors.write")) return <SettingsFacts {...subject} words={words} />;
  const [members, collections] = await Promise.all([
    formMembers(ctx),
    listCollections(ctx, { limit: collectionsAtOnce }),
  ]);
  return (
    <ConnectorSettings
      {...subject}
      version={version}
      words={words}
      members={members}
      documents={connector.documents}
      collectionIds={connector.collection_ids}
      collections={collections.items.map(({ id, name }) => ({ id, name }))}
      hasMoreCollections={collections.next_cursor !== null}
    />
  );
}
