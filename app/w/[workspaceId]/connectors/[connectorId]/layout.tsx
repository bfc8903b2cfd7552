import type { ReactNode } from "react";
import { Live } from "#components/ui/live.tsx";
import { ConnectorHeader } from "./connector-header.tsx";
import { openConnector } from "./open-connector.ts";
import { ConnectorTabs } from "./tabs.tsx";

type Props = { params: Promise<{ workspaceId: string; connectorId: string }>; children: ReactNode };

/** What all pages of a connector have above them. */
export default async function ConnectorLayout({ params, children }: Props) {
  const { workspaceId, connectorId } = await params;
  const { ctx, connector } = await openConnector(workspaceId, connectorId);
  return (
    <>
      {connector.last_run?.finished_at === null ? <Live /> : null}
      <div className="grid min-w-0 gap-4">
        <ConnectorHeader ctx={ctx} connector={connector} />
        <ConnectorTabs workspaceId={ctx.workspaceId} connectorId={connector.id} />
      </div>
      {children}
    </>
  );
}
