"use client";

import { usePathname, useSearchParams } from "next/navigation";
import { type ConnectorType, connectorTypes } from "#lib/connectors/types.ts";
import { type Step, stepsOf } from "./steps.ts";

/** Where in the wizard somebody is: the address says it, so that back, reload and links work. */
export function usePlace() {
  const search = useSearchParams();
  const path = usePathname();
  const type = connectorTypes.find((known) => known === search.get("type"));
  const asked = stepsOf(type).find((known) => known === search.get("step"));
  const step: Step = type === undefined ? "source" : (asked ?? "settings");
  const go = (to: { type: ConnectorType; step: Step }) =>
    window.history.pushState(null, "", `${path}?${new URLSearchParams(to)}`);
  return { type, step, go };
}
