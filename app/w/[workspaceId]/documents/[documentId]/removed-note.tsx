import { useTranslations } from "next-intl";
import { Ago } from "#components/ui/ago.tsx";
import type { DocumentDetail } from "#lib/documents/schemas.ts";
import { DoorButton } from "../../door-button.tsx";

type Props = { workspaceId: string; document: DocumentDetail; mayRestore: boolean };

/** That a document is removed, why, and the way back. */
export function RemovedNote({ workspaceId, document, mayRestore }: Props) {
  const t = useTranslations("documents");
  const { id, removed_at: at, removed_reason: reason } = document;
  return (
    <div className="flex flex-wrap items-center justify-between gap-3 rounded-lg border border-warn/60 px-4 py-3 text-sm">
      <p>
        {t("is_removed")} {at ? <Ago at={at} /> : null}
        {reason ? `: ${reason}` : null}
      </p>
      {mayRestore ? <DoorButton door="restore_document" workspaceId={workspaceId} id={id} /> : null}
    </div>
  );
}
