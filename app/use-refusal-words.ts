"use client";

import { useTranslations } from "next-intl";
import type { Refusal } from "./api-client.ts";

/** Tells a refusal to people. */
export function useRefusalWords(): (refusal: Refusal) => string {
  const t = useTranslations("errors");
  return (refusal) => {
    if (refusal.kind === "refused") return refusal.message;
    if (refusal.kind === "broken") return t("broken", { requestId: refusal.requestId });
    return t("unreachable");
  };
}
