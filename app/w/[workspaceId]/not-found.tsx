import { useTranslations } from "next-intl";
import { PageHeader } from "#components/ui/page-header.tsx";

export default function NotFound() {
  const t = useTranslations("shell");
  return (
    <PageHeader title={t("not_found")}>
      <p className="text-quiet">{t("not_found_help")}</p>
    </PageHeader>
  );
}
