import { sql } from "kysely";
import type { Db } from "#db/client.ts";
import type { AlertKind } from "#lib/alerts/kinds.ts";
import { env } from "#lib/env.ts";

/** What a destination is told; a webhook gets it as JSON. */
export type Message = {
  type: "alert.raised" | "alert.resolved" | "alert.test";
  /** RFC 3339: when it happened. */
  timestamp: string;
  data: {
    workspace: { id: string; name: string };
    alert: { id: string; kind: AlertKind; reason: string | null; documents: number | null } | null;
    connector: { id: string; name: string; type: string } | null;
    run_id: string | null;
    /** The page to look at. */
    url: string;
  };
};

type Row = {
  event: Message["type"];
  at: Date;
  workspace: string;
  alertId: string | null;
  kind: AlertKind | null;
  reason: string | null;
  documents: number | null;
  runId: string | null;
  connectorId: string | null;
  connector: string | null;
  type: string | null;
};

/** What a delivery says. In its workspace's transaction. */
export async function readMessage(
  trx: Db,
  { workspaceId, id }: { workspaceId: string; id: string },
): Promise<Message> {
  const { rows } = await sql<Row>`
    select d.event, w.name as workspace, a.id as "alertId", a.kind, a.reason, a.documents, a.run_id as "runId",
      case d.event when 'alert.resolved' then a.resolved_at when 'alert.raised' then a.raised_at else d.created_at end as at,
      c.id as "connectorId", c.name as connector, c.type
    from alert_deliveries d
    join workspaces w on w.id = d.workspace_id
    left join alerts a on a.workspace_id = d.workspace_id and a.id = d.alert_id
    left join connectors c on c.workspace_id = a.workspace_id and c.id = a.connector_id
    where d.workspace_id = ${workspaceId} and d.id = ${id}`.execute(trx);
  const [row] = rows;
  if (!row) throw new Error(`There is no message ${id}.`);
  const { alertId, kind, connectorId, connector, type } = row;
  const page = connectorId === null ? "settings/alerts" : `connectors/${encodeURIComponent(connectorId)}`;
  return {
    type: row.event,
    timestamp: row.at.toISOString(),
    data: {
      workspace: { id: workspaceId, name: row.workspace },
      alert: alertId && kind ? { id: alertId, kind, reason: row.reason, documents: row.documents } : null,
      connector: connectorId && connector && type ? { id: connectorId, name: connector, type } : null,
      run_id: row.runId,
      url: `${ownOrigin()}/w/${workspaceId}/${page}`,
    },
  };
}

function ownOrigin(): string {
  const { PUBLIC_URL, HOST, PORT } = env();
  return PUBLIC_URL ?? `http://${HOST}:${PORT}`;
}
