import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { AttentionList } from "#components/home/attention-list.tsx";
import { Live } from "#components/ui/live.tsx";
import { listAttention } from "#lib/attention/list.ts";
import type { AttentionItem } from "#lib/attention/schemas.ts";
import type { Context } from "#lib/context.ts";
import { useAttentionRows } from "../../attention.tsx";
import { ConnectorHeader } from "./connector-header.tsx";
import { openConnector } from "./open-connector.ts";
import { ConnectorTabs } from "./tabs.tsx";

type Props = { params: Promise<{ workspaceId: string; connectorId: string }>; children: ReactNode };

/** What all pages of a connector have above them: how it stands, what it wants, and the way between them. */
export default async function ConnectorLayout({ params, children }: Props) {
  const { workspaceId, connectorId } = await params;
  const { ctx, connector } = await openConnector(workspaceId, connectorId);
  const attention = await listAttention(ctx, { connector_id: connectorId, limit: 3 });
  return (
    <>
      <Live isBusy={connector.last_run?.finished_at === null} />
      <div className="grid min-w-0 gap-4">
        <ConnectorHeader ctx={ctx} connector={connector} />
        {attention.total > 0 ? <Wants ctx={ctx} items={attention.items} /> : null}
        <ConnectorTabs workspaceId={ctx.workspaceId} connectorId={connector.id} />
      </div>
      {children}
    </>
  );
}

type WantsProps = { ctx: Context; items: AttentionItem[] };

function Wants({ ctx, items }: WantsProps) {
  const t = useTranslations("attention");
  const rows = useAttentionRows(ctx, items);
  return <AttentionList rows={rows} label={t("title", { count: items.length })} isOwnPage />;
}
