import { useTranslations } from "next-intl";
import { kindOf } from "#components/documents/kinds.ts";
import { Size } from "#components/ui/amounts.tsx";
import { Facts } from "#components/ui/facts.tsx";
import { Moment } from "#components/ui/moment.tsx";
import type { DocumentDetail } from "#lib/documents/schemas.ts";

/** What is known of a document beside its text. */
export function DocumentFacts({ document }: { document: DocumentDetail }) {
  const t = useTranslations("documents");
  const kinds = useTranslations("kinds");
  const kind = kindOf(document.mime);
  const moment = (at: string | null) => (at === null ? null : <Moment at={at} />);
  return (
    <Facts
      facts={[
        [t("owner"), document.file_owner],
        [t("author"), document.author],
        [t("type"), kind ? kinds(kind) : document.mime],
        [t("size"), <Size key="size" bytes={document.size_bytes} />],
        [t("language"), document.language],
        [t("source_created"), moment(document.source_created_at)],
        [t("source_modified"), moment(document.source_modified_at)],
        [t("stored"), moment(document.created_at)],
        [t("updated"), moment(document.updated_at)],
        [t("key"), document.key],
        ...Object.entries(document.metadata).map(([name, value]) => [name, told(value)] as const),
      ]}
    />
  );
}

/** What else the source told, as it told it. */
function told(value: DocumentDetail["metadata"][string]): string | null {
  if (value === null) return null;
  if (Array.isArray(value)) return value.map(told).filter(Boolean).join(", ");
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}
