import { isDeepStrictEqual } from "node:util";
import type { Json, JsonObject } from "./source.ts";

type Before = { name: string; slots: unknown };
type After = { name?: string; slots?: JsonObject; credentials?: JsonObject | null };

/** Longer values are cut in the audit log: it tells that they changed, and how they begin. */
const longestTold = 500;

/**
 * What a change to a connector changed, for the audit log: each field from what to what. Whoever reads connectors
 * reads their slots; of credentials it is told only that they were replaced or removed.
 */
export function toldChange(before: Before, after: After): { from: JsonObject; to: JsonObject } {
  const slotsBefore = before.slots as JsonObject;
  const slots = after.slots ? changedKeys(slotsBefore, after.slots) : [];
  const isRenamed = after.name !== undefined && after.name !== before.name;
  const from: JsonObject = isRenamed ? { name: before.name } : {};
  const to: JsonObject = isRenamed ? { name: after.name ?? "" } : {};
  for (const key of slots) {
    from[`slots.${key}`] = told(slotsBefore[key]);
    to[`slots.${key}`] = told(after.slots?.[key]);
  }
  const { credentials } = after;
  if (credentials !== undefined) {
    to.credentials = Object.keys(credentials ?? {}).length > 0 ? "replaced" : "removed";
  }
  return { from, to };
}

function changedKeys(before: JsonObject, after: JsonObject): string[] {
  const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...keys].filter((key) => !isDeepStrictEqual(before[key], after[key]));
}

function told(value: Json | undefined): Json {
  if (value === undefined || value === null || typeof value === "boolean" || typeof value === "number") {
    return value ?? null;
  }
  const text = typeof value === "string" ? value : JSON.stringify(value);
  if (text.length <= longestTold) return value;
  return `${text.slice(0, longestTold)}…`;
}
