import type { ConnectorForm } from "#components/connectors/fields/connector-form.ts";
import { takesLines } from "#components/connectors/fields/widget.ts";
import { usualCron } from "#components/schedules/schedule-draft.ts";
import { credentialMethods } from "#lib/connectors/credentials.ts";
import { fieldsOf } from "#lib/connectors/fields.ts";
import { type ConnectorType, slotSchemas } from "#lib/connectors/slots.ts";

/** A form before anything was entered. */
export function initialForm(
  type: ConnectorType,
  { me, timeZone }: { me: string; timeZone: string },
): ConnectorForm {
  const [usual] = Object.keys(credentialMethods[type]);
  return {
    id: "",
    name: "",
    slots: { ...emptySlots(type), ...(type === "web_scraper" ? { extraction_type: "all", email: me } : {}) },
    method: type === "web_scraper" ? "none" : (usual ?? "none"),
    credentials: {},
    schedule: {
      scheduler_type: "imed",
      cron: usualCron,
      when: "",
      occurrence: "first",
      timezone: timeZone,
      missed: "run_once",
    },
    collection_ids: [],
  };
}

/** What is asked for and not given yet: it counts as empty, not as absent, so that a schema's own words say so. */
function emptySlots(type: ConnectorType): Record<string, unknown> {
  const asked = fieldsOf(slotSchemas[type]).filter(({ isRequired }) => isRequired);
  return Object.fromEntries(asked.map(({ path, widget }) => [path, takesLines(widget) ? [] : ""]));
}
