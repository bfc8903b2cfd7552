import type { z } from "zod";
import { confluenceSlots } from "./confluence/slots.ts";
import { googleDriveSlots } from "./google_drive/slots.ts";
import { impersonatedGoogleDriveSlots } from "./impersonated_google_drive/slots.ts";
import { jiraSlots } from "./jira/slots.ts";
import { onedriveSlots } from "./onedrive/slots.ts";
import { sharepointSlots } from "./sharepoint/slots.ts";
import { type ConnectorType, connectorTypes } from "./types.ts";
import { uploadSlots } from "./upload/slots.ts";
import { webScraperSlots } from "./web_scraper/slots.ts";

export { type ConnectorType, connectorTypes };

/** The settings of each type: the one schema for REST, the wizard and OpenAPI. Client-safe. */
export const slotSchemas = {
  google_drive: googleDriveSlots,
  impersonated_google_drive: impersonatedGoogleDriveSlots,
  web_scraper: webScraperSlots,
  upload: uploadSlots,
  confluence: confluenceSlots,
  jira: jiraSlots,
  sharepoint: sharepointSlots,
  onedrive: onedriveSlots,
} satisfies Record<ConnectorType, z.ZodType>;

export type SlotsOf<T extends ConnectorType> = z.output<(typeof slotSchemas)[T]>;
