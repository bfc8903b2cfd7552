import Link from "next/link";
import { useFormatter, useTranslations } from "next-intl";
import { Table } from "#components/ui/table.tsx";

export type CollectionRow = {
  id: string;
  href: string;
  name: string;
  description: string;
  connectors: number;
  documents: number;
};

/** What a workspace knows, by collection. */
export function CollectionTable({ rows }: { rows: CollectionRow[] }) {
  const t = useTranslations("collections");
  const format = useFormatter();
  return (
    <Table
      label={t("title")}
      columns={[t("name"), t("description")]}
      numbers={[t("connectors"), t("documents")]}
    >
      {rows.map(({ id, href, name, description, connectors, documents }) => (
        <tr key={id}>
          <td className="[overflow-wrap:anywhere]">
            <Link href={href} prefetch={false} className="font-medium hover:underline">
              {name}
            </Link>
          </td>
          <td className="max-w-md text-quiet [overflow-wrap:anywhere]">{description}</td>
          <td className="text-right">{format.number(connectors)}</td>
          <td className="text-right">{format.number(documents)}</td>
        </tr>
      ))}
    </Table>
  );
}
