import type { z } from "zod";
import { type FieldMeta, metaOf, type Widget } from "./field-meta.ts";

/** One field of a form, as its schema describes it. */
export type FieldSpec = {
  /** Its place in what the schema parses: `url`, `config.include_attachments`. */
  path: string;
  title: string;
  widget: Widget;
  isRequired: boolean;
  isSecret: boolean;
  isAdvanced: boolean;
  /** What counts while nothing is given. */
  fallback?: unknown;
  /** Values that an enum allows. */
  values?: string[];
} & Pick<FieldMeta, "description" | "placeholder" | "group" | "picked" | "options" | "scope">;

/** The fields of an object's schema in its order, those of objects inside it among them. Client-safe. */
export function fieldsOf(schema: z.ZodType): FieldSpec[] {
  return collect(schema, "");
}

type Def = {
  type: string;
  in?: z.core.$ZodType;
  innerType?: z.core.$ZodType;
  shape?: Record<string, z.core.$ZodType>;
  entries?: Record<string, string>;
  defaultValue?: unknown;
};

function defOf(schema: z.core.$ZodType): Def {
  return schema._zod.def as unknown as Def;
}

function collect(schema: z.core.$ZodType, prefix: string): FieldSpec[] {
  const { core } = unwrap(schema);
  return Object.entries(defOf(core).shape ?? {}).flatMap(([key, inner]) => {
    const path = `${prefix}${key}`;
    const { core: leaf, meta } = unwrap(inner);
    if (defOf(leaf).type === "object" && meta.widget === undefined) return collect(inner, `${path}.`);
    return [specOf(path, inner, leaf, meta)];
  });
}

function specOf(path: string, schema: z.core.$ZodType, core: z.core.$ZodType, meta: FieldMeta): FieldSpec {
  const { description, placeholder, group, picked, options, scope } = meta;
  const { type, entries } = defOf(core);
  return {
    path,
    title: meta.title ?? path,
    widget: meta.widget ?? widgets[type] ?? "text",
    isRequired: schema._zod.optin === undefined,
    isSecret: meta.secret ?? false,
    isAdvanced: meta.advanced ?? false,
    fallback: meta.default ?? defaultOf(schema),
    ...(entries ? { values: Object.values(entries) } : {}),
    description,
    placeholder,
    group,
    picked,
    options,
    scope,
  };
}

const widgets: Record<string, Widget> = {
  boolean: "switch",
  enum: "choice",
  number: "number",
  array: "lines",
  record: "headers",
};

function defaultOf(schema: z.core.$ZodType): unknown {
  const { type, defaultValue, in: input, innerType } = defOf(schema);
  if (type === "default") return defaultValue;
  const within = input ?? innerType;
  return within && defaultOf(within);
}

/** What a schema is beneath defaults, transforms and the like, with the words of each layer: outer ones win. */
function unwrap(schema: z.core.$ZodType): { core: z.core.$ZodType; meta: FieldMeta } {
  const meta = metaOf(schema);
  const { in: input, innerType } = defOf(schema);
  const within = input ?? innerType;
  if (!within) return { core: schema, meta };
  const inner = unwrap(within);
  return { core: inner.core, meta: { ...inner.meta, ...meta } };
}
