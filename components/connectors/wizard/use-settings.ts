"use client";

import { useTranslations } from "next-intl";
import { fieldsOf } from "#lib/connectors/fields.ts";
import { type ConnectorType, slotSchemas } from "#lib/connectors/slots.ts";
import { useSay } from "../fields/fields-context.tsx";
import { isEmpty, valueAt } from "../fields/form-paths.ts";

/** One thing that a form says, in words; `path` is the field that says it. */
export type Fact = { path: string; title: string; words: string };

/** The settings that were given, by their titles. */
export function useSettings(type: ConnectorType, slots: Record<string, unknown>): Fact[] {
  const t = useTranslations("wizard_review");
  const say = useSay();
  return fieldsOf(slotSchemas[type]).flatMap(({ path, title, fallback, options }) => {
    const value = valueAt(slots, path);
    if (isEmpty(value) || value === fallback) return [];
    return [{ path: `slots.${path}`, title: say(title), words: wordsOf(value, options) }];
  });

  function wordsOf(value: unknown, options?: Record<string, { title: string }>): string {
    if (typeof value === "boolean") return value ? t("on") : t("off");
    if (Array.isArray(value)) {
      const [first] = value.map(String);
      return value.length === 1
        ? (first ?? "")
        : t("entries", { first: first ?? "", more: value.length - 1 });
    }
    return say(options?.[String(value)]?.title ?? String(value));
  }
}
