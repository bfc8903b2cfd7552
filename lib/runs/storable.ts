import type { Json } from "#lib/connectors/source.ts";

/** Text that PostgreSQL takes: well-formed, and without NUL, which crawled text may hold. */
export function storableText(text: string): string {
  const wellFormed = text.isWellFormed() ? text : text.toWellFormed();
  return wellFormed.includes("\u0000") ? wellFormed.replaceAll("\u0000", "") : wellFormed;
}

const deepest = 100;

/** JSON that jsonb takes; what is nested deeper than a hundred levels is left out. */
export function storableJson(value: Json, depth = 0): Json {
  if (typeof value === "string") return storableText(value);
  if (typeof value === "number") return Number.isFinite(value) ? value : null;
  if (value === null || typeof value !== "object") return value;
  if (depth >= deepest) return null;
  if (Array.isArray(value)) return value.map((inner) => storableJson(inner, depth + 1));
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [storableText(key), storableJson(inner, depth + 1)]),
  );
}

/** An instant that PostgreSQL reads back as a Date; null for what a source's clock made up. */
export function storableInstant(at: Date | undefined): string | null {
  if (!at || Number.isNaN(at.getTime())) return null;
  const year = at.getUTCFullYear();
  return year >= 1 && year <= 9999 ? at.toISOString() : null;
}
