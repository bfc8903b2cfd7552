import type { ListedConnector } from "#lib/connectors/listed-schemas.ts";
import type { HeldDeletionDetail } from "#lib/runs/held-deletions.ts";
import type { PresentedRun } from "#lib/runs/schemas.ts";
import { type Answer, send } from "./api-client.ts";

/** What a button asks of `/v1`: the door, and what it answers. */
export const doors = {
  start_run: (workspaceId: string, id: string) => post<PresentedRun>(workspaceId, `connectors/${id}/runs`),
  pause_connector: (workspaceId: string, id: string) =>
    post<ListedConnector>(workspaceId, `connectors/${id}/pause`),
  resume_connector: (workspaceId: string, id: string) =>
    post<ListedConnector>(workspaceId, `connectors/${id}/resume`),
  cancel_run: (workspaceId: string, id: string) => post<PresentedRun>(workspaceId, `runs/${id}/cancel`),
  retry_run: (workspaceId: string, id: string) => post<PresentedRun>(workspaceId, `runs/${id}/retry`),
  approve_held_deletion: (workspaceId: string, id: string) =>
    post<HeldDeletionDetail>(workspaceId, `held-deletions/${id}/approve`),
  keep_held_documents: (workspaceId: string, id: string) =>
    post<HeldDeletionDetail>(workspaceId, `held-deletions/${id}/keep`),
  restore_document: (workspaceId: string, id: string) =>
    post<{ id: string }>(workspaceId, `documents/${id}/restore`),
};

export type Door = keyof typeof doors;

function post<T>(workspaceId: string, path: string): Promise<Answer<T>> {
  return send<T>("POST", `/v1/workspaces/${workspaceId}/${path}`);
}
