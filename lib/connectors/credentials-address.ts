import { invalid } from "#lib/errors.ts";
import type { ConnectorType } from "./slots.ts";
import type { JsonObject } from "./source.ts";

/** Which setting says where a type sends its credentials; the others' vendors have fixed addresses. */
const addressSlots: Partial<Record<ConnectorType, string>> = {
  web_scraper: "url",
  confluence: "base_url",
  jira: "base_url",
};

/**
 * Stored credentials go where they were given for. Else whoever may change settings could have them sent to an address
 * of their own, and nothing would show it.
 * @throws AppError `invalid` when the slots lead elsewhere than those that the credentials were given with
 */
export function assertSameAddress(type: ConnectorType, stored: JsonObject, slots: JsonObject): void {
  const [before, after] = [originOf(type, stored), originOf(type, slots)];
  if (before === after) return;
  const message = `The stored credentials are for ${before}: give them again to use them for ${after}.`;
  throw invalid([{ path: "credentials", message }]);
}

function originOf(type: ConnectorType, slots: JsonObject): string | undefined {
  return URL.parse(String(slots[addressSlots[type] ?? ""]))?.origin;
}
