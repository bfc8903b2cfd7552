import type { JsonObject } from "#lib/connectors/source.ts";
import { presentScheduler, type SchedulerRow } from "#lib/schedules/present.ts";
import type { ConnectorAnswer } from "./schemas.ts";
import type { ConnectorType } from "./slots.ts";

export type ConnectorRow = {
  workspace_id: string;
  id: string;
  name: string;
  type: ConnectorType;
  slots: JsonObject;
  has_credentials: boolean;
  created_by: string | null;
  created_at: Date;
  updated_at: Date;
};

/** A connector as every door shows it. Its credentials never leave the database. */
export function presentConnector(
  row: ConnectorRow,
  schedule: SchedulerRow,
  collectionIds: string[],
): ConnectorAnswer {
  return {
    id: row.id,
    workspace_id: row.workspace_id,
    name: row.name,
    type: row.type,
    slots: row.slots,
    has_credentials: row.has_credentials,
    scheduler: presentScheduler(schedule),
    collection_ids: collectionIds,
    created_by: row.created_by,
    created_at: row.created_at.toISOString(),
    updated_at: row.updated_at.toISOString(),
  };
}
