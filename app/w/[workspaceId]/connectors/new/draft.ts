import { v4 as uuid } from "uuid";
import type { ConnectorForm } from "#components/connectors/fields/connector-form.ts";
import { credentialMethods } from "#lib/connectors/credentials.ts";
import { fieldsOf } from "#lib/connectors/fields.ts";
import type { ConnectorType } from "#lib/connectors/slots.ts";

/** What was entered so far, and how far it came. */
export type Draft = { form: ConnectorForm; reached: number };

const keyOf = (workspaceId: string, type: ConnectorType) => `new-connector:${workspaceId}:${type}`;
const attemptKeyOf = (workspaceId: string, type: ConnectorType) => `${keyOf(workspaceId, type)}:attempt`;

/** The draft of a type that this tab keeps; one that can't be read counts as none. */
export function readDraft(workspaceId: string, type: ConnectorType): Draft | undefined {
  return read<Draft>(keyOf(workspaceId, type));
}

/** Keeps a draft for this tab, without its secrets. */
export function keepDraft(workspaceId: string, type: ConnectorType, { form, reached }: Draft): void {
  write(keyOf(workspaceId, type), { reached, form: withoutSecrets(type, form) });
}

/**
 * The `Idempotency-Key` to create from a form with: that of the last attempt, also one before a reload, as long as the
 * form says the same. Secrets, which no browser keeps, don't count.
 */
export function attemptKey(workspaceId: string, type: ConnectorType, form: ConnectorForm): string {
  const of = JSON.stringify(withoutSecrets(type, form));
  const last = read<{ key: string; of: string }>(attemptKeyOf(workspaceId, type));
  if (last?.of === of) return last.key;
  const key = uuid();
  write(attemptKeyOf(workspaceId, type), { key, of });
  return key;
}

/** Once an attempt was refused: the next one is another. */
export function dropAttempt(workspaceId: string, type: ConnectorType): void {
  drop(attemptKeyOf(workspaceId, type));
}

export function dropDraft(workspaceId: string, type: ConnectorType): void {
  drop(keyOf(workspaceId, type));
  dropAttempt(workspaceId, type);
}

function read<T>(key: string): T | undefined {
  try {
    const kept = sessionStorage.getItem(key);
    return kept === null ? undefined : (JSON.parse(kept) as T);
  } catch {
    return undefined;
  }
}

function write(key: string, value: unknown): void {
  try {
    sessionStorage.setItem(key, JSON.stringify(value));
  } catch {
    // Full or forbidden: the form goes on without.
  }
}

function drop(key: string): void {
  try {
    sessionStorage.removeItem(key);
  } catch {
    // Forbidden: there was none.
  }
}

function withoutSecrets(type: ConnectorType, form: ConnectorForm): ConnectorForm {
  const specs = Object.values(credentialMethods[type]).flatMap(fieldsOf);
  const shown = specs.filter(({ isSecret }) => !isSecret).map(({ path }) => path);
  const credentials = Object.entries(form.credentials).filter(([key]) => shown.includes(key));
  return { ...form, credentials: Object.fromEntries(credentials) };
}
