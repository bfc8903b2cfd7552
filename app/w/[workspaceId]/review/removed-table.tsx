import Link from "next/link";
import { useTranslations } from "next-intl";
import { Ago } from "#components/ui/ago.tsx";
import { Table } from "#components/ui/table.tsx";
import type { ListedDocument } from "#lib/documents/schemas.ts";
import { DoorButton } from "../door-button.tsx";

type Props = { workspaceId: string; documents: ListedDocument[]; retentionDays: number; mayRestore: boolean };

const dayMs = 86_400_000;

/** Removed documents: why they went, until when they can be restored, and how. */
export function RemovedTable({ workspaceId, documents, retentionDays, mayRestore }: Props) {
  const t = useTranslations("review");
  const home = `/w/${workspaceId}`;
  return (
    <Table
      label={t("removed")}
      columns={[
        t("document"),
        t("connector"),
        t("reason"),
        t("gone_for_good"),
        ...(mayRestore ? [t("action")] : []),
      ]}
    >
      {documents.map(({ id, title, link, connector_id, connector_name, removed_at, removed_reason }) => (
        <tr key={id}>
          <td className="max-w-sm [overflow-wrap:anywhere]">
            <Link href={`${home}/documents/${id}`} prefetch={false} className="font-medium hover:underline">
              {title}
            </Link>
            {link ? <p className="text-quiet">{link}</p> : null}
          </td>
          <td className="max-w-48 [overflow-wrap:anywhere]">
            <Link href={`${home}/connectors/${connector_id}`} prefetch={false} className="hover:underline">
              {connector_name}
            </Link>
          </td>
          <td className="max-w-56 [overflow-wrap:anywhere]">
            {removed_reason}
            {removed_at ? (
              <p className="text-quiet">
                <Ago at={removed_at} />
              </p>
            ) : null}
          </td>
          <td>{removed_at ? <Ago at={endOf(removed_at, retentionDays)} /> : null}</td>
          {mayRestore ? (
            <td>
              <DoorButton door="restore_document" workspaceId={workspaceId} id={id} about={title} />
            </td>
          ) : null}
        </tr>
      ))}
    </Table>
  );
}

function endOf(removedAt: string, retentionDays: number): string {
  return new Date(Date.parse(removedAt) + retentionDays * dayMs).toISOString();
}
