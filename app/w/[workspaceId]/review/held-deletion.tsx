import Link from "next/link";
import { useTranslations } from "next-intl";
import { Ago } from "#components/ui/ago.tsx";
import { Table } from "#components/ui/table.tsx";
import type { HeldDeletionDetail } from "#lib/runs/held-deletions.ts";
import { DoorButton } from "../door-button.tsx";
import { webLink } from "../rows.ts";

type Props = { workspaceId: string; held: HeldDeletionDetail; mayDecide: boolean; retentionDays: number };

const strong = "text-accent underline underline-offset-2";

/** One deletion to decide about: how much would go, a sample of it, and both ways. */
export function HeldDeletion({ workspaceId, held, mayDecide, retentionDays }: Props) {
  const t = useTranslations("review");
  const { connector_id, connector_name, run_id, documents, live_documents, created_at, sample } = held;
  const home = `/w/${workspaceId}`;
  return (
    <article aria-label={connector_name} className="grid min-w-0 gap-4 rounded-lg border border-warn/60 p-4">
      <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
        <div className="grid min-w-0 max-w-prose gap-1 text-sm">
          <h3 className="font-medium text-base [overflow-wrap:anywhere]">
            <Link href={`${home}/connectors/${connector_id}`} className="hover:underline">
              {connector_name}
            </Link>
          </h3>
          <p>{t("would_delete", { documents, live: live_documents })}</p>
          <p className="text-quiet">
            {t.rich("found_by", {
              run: (words) => (
                <Link key="run" href={`${home}/runs/${run_id}`} className={strong}>
                  {words}
                </Link>
              ),
              ago: () => <Ago key="ago" at={created_at} />,
            })}
          </p>
          {mayDecide ? <p className="text-quiet">{t("consequences", { days: retentionDays })}</p> : null}
        </div>
        {mayDecide ? (
          <div className="flex flex-wrap gap-2">
            <DoorButton door="keep_held_documents" workspaceId={workspaceId} id={held.id} look="primary" />
            <DoorButton door="approve_held_deletion" workspaceId={workspaceId} id={held.id} />
          </div>
        ) : null}
      </div>
      <div className="grid max-h-96 overflow-y-auto">
        <Table
          label={t("sample", { shown: sample.length, documents })}
          columns={[t("document"), t("reason")]}
        >
          {sample.map(({ document_id, title, link, reason }) => (
            <tr key={document_id}>
              <td className="max-w-md [overflow-wrap:anywhere]">
                <Link
                  href={`${home}/documents/${document_id}`}
                  prefetch={false}
                  className="font-medium hover:underline"
                >
                  {title}
                </Link>
                {webLink(link) ? <p className="text-quiet">{link}</p> : null}
              </td>
              <td className="text-quiet">{reason}</td>
            </tr>
          ))}
        </Table>
      </div>
      <p className="text-quiet text-sm">{t("sample", { shown: sample.length, documents })}</p>
    </article>
  );
}
