import { z } from "zod";
import { formKeys } from "#lib/connectors/field-meta.ts";

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
export type JsonSchema = { [key: string]: Json };

/** Schemas that have a name (`.meta({id})`), as `components.schemas` of an OpenAPI document holds them. */
export type Components = Record<string, JsonSchema>;

/**
 * A zod schema as the JSON Schema of an OpenAPI 3.1 document. What has a name goes into `components` and is
 * referred to.
 * @param io `input` for what callers send, `output` for what they get
 */
export function jsonSchema(schema: z.ZodType, io: "input" | "output", components: Components): JsonSchema {
  // A transform's output can't be told from its code: any value.
  const whole = z.toJSONSchema(schema, { io, unrepresentable: "any" }) as JsonSchema;
  const { $schema: _, $defs, ...root } = whole;
  for (const [name, definition] of Object.entries(($defs ?? {}) as Components)) {
    if (!isAnonymous(name)) components[name] = tidy(definition) as JsonSchema;
  }
  return named(tidy(root) as JsonSchema, components);
}

function named(schema: JsonSchema, components: Components): JsonSchema {
  const { id, ...rest } = schema;
  if (typeof id !== "string") return schema;
  components[id] = rest;
  return { $ref: `#/components/schemas/${id}` };
}

/** The only anonymous definition is zod's recursive one of any JSON value. */
function isAnonymous(name: string): boolean {
  return name.startsWith("__schema");
}

const silentKeys = new Set(["propertyNames", "$defs", ...formKeys]);

/** Leaves out what says nothing to a reader: patterns that repeat a format, key types that JSON has, how forms look. */
function tidy(value: Json): Json {
  if (Array.isArray(value)) return value.map(tidy);
  if (value === null || typeof value !== "object") return value;
  if (typeof value.$ref === "string") return reference(value.$ref);
  const entries = Object.entries(value).filter(
    ([key]) => !silentKeys.has(key) && !(key === "pattern" && "format" in value),
  );
  return Object.fromEntries(entries.map(([key, inner]) => [key, tidy(inner)]));
}

function reference(ref: string): JsonSchema {
  const name = ref.replace("#/$defs/", "");
  return isAnonymous(name) ? {} : { $ref: `#/components/schemas/${name}` };
}
