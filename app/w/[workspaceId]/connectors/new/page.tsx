import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { schemaWords } from "#app/i18n/schema-words.ts";
import { pageContext } from "#app/session.ts";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { isAllowed } from "#lib/auth/permissions.ts";
import { listCollections } from "#lib/collections/list.ts";
import { formMembers } from "../form-members.ts";
import { Wizard } from "./wizard.tsx";

type Props = { params: Promise<{ workspaceId: string }> };

const collectionsAtOnce = 100;

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("wizard"))("title") };
}

export default async function NewConnectorPage({ params }: Props) {
  const { workspaceId } = await params;
  const ctx = await pageContext(workspaceId);
  const [t, shell, locale] = await Promise.all([
    getTranslations("wizard"),
    getTranslations("shell"),
    getLocale(),
  ]);
  const list = `/w/${ctx.workspaceId}/connectors`;
  if (!isAllowed(ctx.role, "connectors.write")) {
    const roles = await getTranslations("roles");
    const words = t("not_allowed", { needed: roles("editor"), yours: roles(ctx.role) });
    return (
      <>
        <PageHeader title={t("title")} above={[{ href: list, label: shell("connectors") }]} />
        <EmptyState words={words} action={{ href: list, label: t("to_connectors") }} />
      </>
    );
  }
  const [members, collections] = await Promise.all([
    formMembers(ctx),
    listCollections(ctx, { limit: collectionsAtOnce }),
  ]);
  return (
    <Wizard
      workspaceId={ctx.workspaceId}
      timeZone={ctx.timeZone}
      me={ctx.person.email}
      members={members}
      collections={collections.items.map(({ id, name }) => ({ id, name }))}
      hasMoreCollections={collections.next_cursor !== null}
      words={schemaWords(locale)}
    />
  );
}
