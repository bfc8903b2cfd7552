import { zodResolver } from "@hookform/resolvers/zod";
import type { Resolver } from "react-hook-form";
import { z } from "zod";
import type { ScheduleDraft } from "#components/schedules/schedule-draft.ts";
import { credentialMethods } from "#lib/connectors/credentials.ts";
import { fieldsOf } from "#lib/connectors/fields.ts";
import { connectorNameSchema, newConnectorIdSchema } from "#lib/connectors/names.ts";
import { type ConnectorType, slotSchemas } from "#lib/connectors/slots.ts";
import { fieldWords } from "#lib/http/field-words.ts";
import { isEmpty, valueAt } from "./form-paths.ts";

/** What a connector is made of, as forms hold it. */
export type ConnectorForm = {
  /** Empty: the server's choice. */
  id: string;
  name: string;
  slots: Record<string, unknown>;
  /** A way to sign in by its name in `credentialMethods`; `none`; or `keep` for those that are stored. */
  method: string;
  credentials: Record<string, unknown>;
  schedule: ScheduleDraft;
  collection_ids: string[];
};

/** A form of a connector is judged by the schemas that REST judges by. */
export function connectorResolver(type: ConnectorType): Resolver<ConnectorForm> {
  return (values, context, options) => {
    const resolve = zodResolver(formSchema(type, values.method), { error: fieldWords });
    return resolve(values, context, options as never) as ReturnType<Resolver<ConnectorForm>>;
  };
}

function formSchema(type: ConnectorType, method: string) {
  return z.looseObject({
    id: z.preprocess((id) => (id === "" ? undefined : id), newConnectorIdSchema.optional()),
    name: connectorNameSchema,
    slots: judgedBy(slotSchemas[type]),
    credentials: credentialMethods[type][method] ?? z.unknown(),
  });
}

/** Judges by a schema; what is wrong with the whole stands beside what is wrong with its fields, and not in its place. */
function judgedBy(schema: z.ZodType): z.ZodType {
  return z.unknown().superRefine((value, context) => {
    const parsed = schema.safeParse(value, { error: fieldWords });
    for (const { path, message } of parsed.error?.issues ?? []) {
      context.addIssue({ code: "custom", message, path: path.length > 0 ? path : ["root"] });
    }
  });
}

/** Settings as they are sent: without what is empty or as it would be anyway. Keys that no field has stay. */
export function slotsToSend(type: ConnectorType, slots: Record<string, unknown>): Record<string, unknown> {
  const sent = structuredClone(slots);
  for (const { path, fallback } of fieldsOf(slotSchemas[type])) {
    const value = valueAt(sent, path);
    if (isEmpty(value) || value === fallback) remove(sent, path);
  }
  return sent;
}

/** Credentials as they are sent: those of the chosen way alone; undefined when there is nothing to send. */
export function credentialsToSend(
  type: ConnectorType,
  { method, credentials }: Pick<ConnectorForm, "method" | "credentials">,
): Record<string, unknown> | undefined {
  const schema = credentialMethods[type][method];
  if (!schema) return undefined;
  const given = fieldsOf(schema).map(({ path }) => [path, credentials[path]] as const);
  return Object.fromEntries(given.filter(([, value]) => !isEmpty(value)));
}

function remove(object: Record<string, unknown>, path: string): void {
  const [key = "", ...rest] = path.split(".");
  const inner = object[key];
  if (rest.length === 0) delete object[key];
  else if (typeof inner === "object" && inner !== null) {
    remove(inner as Record<string, unknown>, rest.join("."));
    if (Object.keys(inner).length === 0) delete object[key];
  }
}
