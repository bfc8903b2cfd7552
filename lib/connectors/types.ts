/** The types of source. Apart from their schemas, which pages that only name types needn't load. */
export const connectorTypes = [
  "google_drive",
  "impersonated_google_drive",
  "web_scraper",
  "upload",
  "confluence",
  "jira",
  "sharepoint",
  "onedrive",
] as const;

export type ConnectorType = (typeof connectorTypes)[number];
