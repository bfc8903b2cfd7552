import { alertOperations } from "#lib/alerts/operations.ts";
import { attentionOperations } from "#lib/attention/operations.ts";
import { auditOperations } from "#lib/audit/operations.ts";
import { invitationOperations } from "#lib/auth/invitations/operations.ts";
import { memberOperations } from "#lib/auth/members/operations.ts";
import { authOperations } from "#lib/auth/operations.ts";
import { tokenOperations } from "#lib/auth/tokens/operations.ts";
import { collectionOperations } from "#lib/collections/operations.ts";
import { connectorOperations } from "#lib/connectors/operations.ts";
import { trialOperations } from "#lib/connectors/trial-operations.ts";
import { uploadOperations } from "#lib/connectors/upload/operations.ts";
import { documentOperations } from "#lib/documents/operations.ts";
import { explainOperations } from "#lib/explain/operations.ts";
import type { Operation } from "#lib/http/operation.ts";
import { runOperations } from "#lib/runs/operations.ts";
import { scheduleOperations } from "#lib/schedules/operations.ts";
import { workspaceOperations } from "#lib/workspaces/operations.ts";
import { openApiOperation } from "./operation.ts";

/** Every door of `/v1`. A test holds this list and the route files together. */
export const operations: Operation[] = [
  ...connectorOperations,
  ...trialOperations,
  ...uploadOperations,
  ...collectionOperations,
  ...documentOperations,
  ...explainOperations,
  ...scheduleOperations,
  ...runOperations,
  ...tokenOperations,
  ...memberOperations,
  ...invitationOperations,
  ...workspaceOperations,
  ...attentionOperations,
  ...alertOperations,
  ...authOperations,
  ...auditOperations,
  openApiOperation,
];
