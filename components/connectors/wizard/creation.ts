import { credentialMethods } from "#lib/connectors/credentials.ts";
import { fieldsOf } from "#lib/connectors/fields.ts";
import type { ConnectorType } from "#lib/connectors/slots.ts";
import { scheduleToSend } from "../../schedules/schedule-draft.ts";
import { type ConnectorForm, credentialsToSend, slotsToSend } from "../fields/connector-form.ts";

/** The request that creates what a form describes. */
export type Creation = { query: Record<string, string>; body: Record<string, unknown> };

export function creationOf(type: ConnectorType, form: ConnectorForm): Creation {
  const { id, name, slots, schedule, collection_ids } = form;
  const credentials = credentialsToSend(type, form);
  const { scheduler_type, ...timing } = scheduleToSend(schedule);
  const isTimed = scheduler_type !== "imed";
  return {
    query: {
      scheduler_type,
      ...(isTimed ? timing : {}),
      ...(isTimed && schedule.missed !== "run_once" ? { missed: schedule.missed } : {}),
    },
    body: {
      ...(id.trim() === "" ? {} : { id: id.trim() }),
      name: name.trim(),
      type,
      slots: slotsToSend(type, slots),
      ...(credentials ? { credentials } : {}),
      ...(collection_ids.length > 0 ? { collection_ids } : {}),
    },
  };
}

/** Where a creation is posted to. */
export function creationPath(workspaceId: string, { query }: Creation): string {
  return `/v1/connector/create_connector/${workspaceId}?${new URLSearchParams(query)}`;
}

/** The same request for a shell; what is secret is left for the reader to fill in. */
export function curlOf(
  origin: string,
  workspaceId: string,
  type: ConnectorType,
  form: ConnectorForm,
): string {
  const creation = creationOf(type, form);
  const body = { ...creation.body, ...withoutSecrets(type, form) };
  return [
    `curl -X POST ${quote(`${origin}${creationPath(workspaceId, creation)}`)}`,
    `  -H "Authorization: Bearer $TRIBUTARY_TOKEN"`,
    `  -H 'Content-Type: application/json'`,
    `  -d ${quote(JSON.stringify(body, null, 2))}`,
  ].join(" \\\n");
}

function withoutSecrets(type: ConnectorType, form: ConnectorForm): { credentials?: Record<string, unknown> } {
  const schema = credentialMethods[type][form.method];
  if (!schema) return {};
  const given = fieldsOf(schema).map(({ path, isSecret }) => [path, isSecret ? "…" : form.credentials[path]]);
  return { credentials: Object.fromEntries(given) };
}

/** A text as a POSIX shell takes it literally. */
function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
