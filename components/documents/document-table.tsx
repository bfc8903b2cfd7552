import Link from "next/link";
import { useTranslations } from "next-intl";
import { Size } from "#components/ui/amounts.tsx";
import { Moment } from "#components/ui/moment.tsx";
import { Table } from "#components/ui/table.tsx";

export type DocumentRow = {
  id: string;
  href: string;
  title: string;
  link: string | null;
  owner: string | null;
  sizeBytes: number;
  updatedAt: string;
};

/** Stored documents, without their text. */
export function DocumentTable({ rows }: { rows: DocumentRow[] }) {
  const t = useTranslations("documents");
  return (
    <Table label={t("title")} columns={[t("document"), t("owner"), t("updated")]} numbers={[t("size")]}>
      {rows.map(({ id, href, title, link, owner, sizeBytes, updatedAt }) => (
        <tr key={id}>
          <td className="max-w-md [overflow-wrap:anywhere]">
            <Link href={href} prefetch={false} className="font-medium hover:underline">
              {title}
            </Link>
            {link ? <p className="text-quiet">{link}</p> : null}
          </td>
          <td>{owner}</td>
          <td>
            <Moment at={updatedAt} />
          </td>
          <td className="whitespace-nowrap text-right">
            <Size bytes={sizeBytes} />
          </td>
        </tr>
      ))}
    </Table>
  );
}
