import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { currentIdentity } from "#app/session.ts";
import { PageHeader } from "#components/ui/page-header.tsx";
import { NewWorkspaceForm } from "./new-workspace-form.tsx";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("account"))("new_workspace") };
}

export default async function NewWorkspacePage() {
  await currentIdentity();
  const t = await getTranslations("account");
  return (
    <>
      <PageHeader title={t("new_workspace")} above={[{ href: "/account", label: t("title") }]}>
        <p className="text-quiet">{t("new_workspace_help")}</p>
      </PageHeader>
      <NewWorkspaceForm />
    </>
  );
}
