import type { z } from "zod";

/** How a field is shown. Absent: as its type suggests. */
export type Widget =
  | "text"
  | "code"
  | "lines"
  | "switch"
  | "choice"
  | "number"
  | "member"
  | "headers"
  | "service_account"
  | "drive_link"
  | "start_page"
  | "microsoft_links";

/** What a schema's `.meta()` says for people, beside JSON Schema's `title`, `description` and `examples`. */
export type FieldMeta = {
  title?: string;
  description?: string;
  placeholder?: string;
  /** What counts while nothing is given, where the schema has no default of its own. */
  default?: unknown;
  widget?: Widget;
  /** Kept out of sight as it is typed, and never kept by the browser. */
  secret?: boolean;
  /** Rarely needed: folded away until somebody asks. */
  advanced?: boolean;
  /** Fields with the same words here stand together under them. */
  group?: string;
  /** Its group takes any of its fields: each is ticked before it is filled in. */
  picked?: boolean;
  /** Words for the values of an enum. */
  options?: Record<string, { title: string; description?: string }>;
  /** Where to find what is asked for, step by step. */
  steps?: readonly string[];
  /** What an administrator has to grant to the account of a key. */
  scope?: string;
};

/** The keys of a meta that are for our forms alone. */
export const formKeys: readonly string[] = [
  "placeholder",
  "widget",
  "secret",
  "advanced",
  "group",
  "picked",
  "options",
  "steps",
  "scope",
] satisfies (keyof FieldMeta)[];

declare module "zod/v4/core" {
  interface GlobalMeta extends FieldMeta {}
}

/** A schema's own words. */
export function metaOf(schema: z.core.$ZodType): FieldMeta {
  return ((schema as z.ZodType).meta() ?? {}) as FieldMeta;
}
