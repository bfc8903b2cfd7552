import type { ConnectorForm } from "#components/connectors/fields/connector-form.ts";
import { credentialMethods } from "#lib/connectors/credentials.ts";
import { fieldsOf } from "#lib/connectors/fields.ts";
import type { ConnectorType } from "#lib/connectors/slots.ts";

/** What was entered so far, and how far it came. */
export type Draft = { form: ConnectorForm; reached: number };

const keyOf = (workspaceId: string, type: ConnectorType) => `new-connector:${workspaceId}:${type}`;

/** The draft of a type that this tab keeps; one that can't be read counts as none. */
export function readDraft(workspaceId: string, type: ConnectorType): Draft | undefined {
  try {
    const kept = sessionStorage.getItem(keyOf(workspaceId, type));
    return kept === null ? undefined : (JSON.parse(kept) as Draft);
  } catch {
    return undefined;
  }
}

/** Keeps a draft for this tab, without its secrets. */
export function keepDraft(workspaceId: string, type: ConnectorType, { form, reached }: Draft): void {
  const draft = { reached, form: { ...form, credentials: withoutSecrets(type, form.credentials) } };
  try {
    sessionStorage.setItem(keyOf(workspaceId, type), JSON.stringify(draft));
  } catch {
    // Full or forbidden: the form goes on without.
  }
}

export function dropDraft(workspaceId: string, type: ConnectorType): void {
  try {
    sessionStorage.removeItem(keyOf(workspaceId, type));
  } catch {
    // Forbidden: there was none.
  }
}

function withoutSecrets(type: ConnectorType, credentials: Record<string, unknown>): Record<string, unknown> {
  const specs = Object.values(credentialMethods[type]).flatMap(fieldsOf);
  const shown = specs.filter(({ isSecret }) => !isSecret).map(({ path }) => path);
  return Object.fromEntries(Object.entries(credentials).filter(([key]) => shown.includes(key)));
}
