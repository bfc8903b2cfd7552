import type { ConnectorType } from "#lib/connectors/slots.ts";

export const allSteps = ["source", "settings", "check", "schedule", "review"] as const;
export type Step = (typeof allSteps)[number];

/** The steps of a type in their order; uploads have no source to check. */
export function stepsOf(type: ConnectorType | undefined): Step[] {
  return allSteps.filter((step) => type !== "upload" || step !== "check");
}

/** Which step a field is on, by its path in the form. */
export function stepOf(path: string): Step {
  const [head = ""] = path.split(".");
  return head === "schedule" || head === "collection_ids" ? "schedule" : "settings";
}

/** The fields that a step asks for: its next button waits for these alone. */
export const fieldsOfStep = {
  settings: ["id", "name", "slots", "credentials"],
  schedule: ["schedule", "collection_ids"],
} as const;
