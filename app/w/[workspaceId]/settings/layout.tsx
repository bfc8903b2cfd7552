import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { pageContext } from "#app/session.ts";
import { PageHeader } from "#components/ui/page-header.tsx";
import { TabLinks } from "#components/ui/tab-links.tsx";
import { isAllowed } from "#lib/auth/permissions.ts";

type Props = { params: Promise<{ workspaceId: string }>; children: ReactNode };

export default async function SettingsLayout({ params, children }: Props) {
  const ctx = await pageContext((await params).workspaceId);
  const t = await getTranslations("settings");
  const path = `/w/${ctx.workspaceId}/settings`;
  const audit = { href: `${path}/audit-log`, label: t("audit_log") };
  const alerts = { href: `${path}/alerts`, label: (await getTranslations("alerts"))("title") };
  const tabs = [
    { href: path, label: t("general") },
    { href: `${path}/members`, label: t("members") },
    { href: `${path}/tokens`, label: t("tokens") },
    ...(isAllowed(ctx.role, "alerts.read") ? [alerts] : []),
    ...(isAllowed(ctx.role, "audit.read") ? [audit] : []),
  ];
  return (
    <>
      <div className="grid gap-4">
        <PageHeader title={t("title")} />
        <TabLinks label={t("title")} tabs={tabs} />
      </div>
      <div className="grid min-w-0 gap-8">{children}</div>
    </>
  );
}
