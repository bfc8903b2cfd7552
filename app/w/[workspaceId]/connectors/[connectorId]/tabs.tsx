import { useTranslations } from "next-intl";
import { TabLinks } from "#components/ui/tab-links.tsx";

/** The pages of a connector in their order: `overview` is its address itself, the others are segments below it. */
const pages = ["overview", "documents", "runs", "schedule", "settings", "activity"] as const;

/** The way between a connector's pages. */
export function ConnectorTabs({ workspaceId, connectorId }: { workspaceId: string; connectorId: string }) {
  const t = useTranslations("connector_tabs");
  const home = `/w/${workspaceId}/connectors/${connectorId}`;
  const tabs = pages.map((page) => ({
    href: page === "overview" ? home : `${home}/${page}`,
    label: t(page),
  }));
  return <TabLinks label={t("title")} tabs={tabs} />;
}
