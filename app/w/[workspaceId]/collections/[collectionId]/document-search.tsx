import { useTranslations } from "next-intl";
import { kindOf } from "#components/documents/kinds.ts";
import { SearchFilters } from "#components/ui/search-filters.tsx";
import type { Facets } from "#lib/documents/facets.ts";
import type { DocumentQuery } from "./document-query.ts";

type Props = {
  path: string;
  filters: DocumentQuery;
  facets: Facets;
  connectors: { id: string; name: string }[];
};

/** The search of a collection, by words, source, kind, owner and date. */
export function DocumentSearch({ path, filters, facets, connectors }: Props) {
  const t = useTranslations("collections");
  const kinds = useTranslations("kinds");
  const nameOf = (mime: string) => {
    const kind = kindOf(mime);
    return kind ? kinds(kind) : mime;
  };
  return (
    <SearchFilters
      path={path}
      label={t("search")}
      q={filters.q}
      fields={[
        {
          kind: "select",
          name: "connector_id",
          label: t("source"),
          value: filters.connector_id,
          options: connectors.map(({ id, name }) => ({ value: id, words: name })),
        },
        {
          kind: "select",
          name: "mime",
          label: t("kind"),
          value: filters.mime,
          options: facets.mime.map(({ value }) => ({ value, words: nameOf(value) })),
        },
        {
          kind: "text",
          name: "file_owner",
          label: t("owner"),
          value: filters.file_owner,
          suggestions: facets.file_owner.map(({ value }) => value),
        },
        { kind: "date", name: "updated_since", label: t("changed_since"), value: filters.updated_since },
      ]}
    />
  );
}
