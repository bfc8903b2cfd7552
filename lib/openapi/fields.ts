import type { JsonSchema } from "./json-schema.ts";

export type Field = { name: string; type: string; required: boolean; description: string };

/** The fields of an object's schema as rows for a reader, nested ones with dotted names. */
export function fieldsOf(schema: JsonSchema, schemas: Record<string, JsonSchema>, prefix = ""): Field[] {
  const object = resolve(schema, schemas);
  const properties = Object.entries((object.properties ?? {}) as Record<string, JsonSchema>);
  const required = Array.isArray(object.required) ? object.required : [];
  return properties.flatMap(([key, inner]) => {
    const name = `${prefix}${key}`;
    const shown = resolve(inner, schemas);
    const description = typeof shown.description === "string" ? shown.description : "";
    const row = { name, type: typeWords(shown, schemas), required: required.includes(key), description };
    return [row, ...fieldsOf(shown, schemas, `${name}.`)];
  });
}

function resolve(schema: JsonSchema, schemas: Record<string, JsonSchema>): JsonSchema {
  if (typeof schema.$ref !== "string") return schema;
  return schemas[schema.$ref.replace("#/components/schemas/", "")] ?? {};
}

/** `string · at most 200`, `list of uuid or null`: what JSON Schema says of one value, in words. */
function typeWords(schema: JsonSchema, schemas: Record<string, JsonSchema>): string {
  const options = schema.anyOf ?? schema.oneOf;
  if (Array.isArray(options)) {
    return options.map((option) => typeWords(resolve(option as JsonSchema, schemas), schemas)).join(" or ");
  }
  if (Array.isArray(schema.enum)) return schema.enum.map(String).join(" | ");
  if (schema.const !== undefined) return String(schema.const);
  if (schema.type === "array") {
    return `list of ${typeWords(resolve((schema.items ?? {}) as JsonSchema, schemas), schemas)}`;
  }
  const type = typeof schema.format === "string" ? schema.format : String(schema.type ?? "any");
  return [type, limits(schema)].filter(Boolean).join(" · ");
}

function limits({ minimum, maximum, maxLength, default: fallback }: JsonSchema): string {
  const isRange = typeof minimum === "number" && typeof maximum === "number" && maximum < 1e15;
  return [
    isRange ? `${minimum} to ${maximum}` : "",
    typeof maxLength === "number" ? `at most ${maxLength}` : "",
    fallback === undefined || typeof fallback === "object" ? "" : `default ${fallback}`,
  ]
    .filter(Boolean)
    .join(" · ");
}
