import type { ConnectorType } from "./slots.ts";

/** A creation of each type, as the API's description shows it. A test parses them. */
export const creationExamples: Record<ConnectorType, object> = {
  google_drive: {
    name: "Handbook",
    type: "google_drive",
    slots: { root_file_id: "https://drive.google.com/drive/folders/1dyUEebJaFnWa3Z4n0BFMVAXQ7mfUH11g" },
    credentials: {
      client_id: "123.apps.googleusercontent.com",
      client_secret: "…",
      refresh_token: "…",
    },
  },
  impersonated_google_drive: {
    name: "Ana's drive",
    type: "impersonated_google_drive",
    slots: { root_file_id: "root", target_account: "ana@example.com" },
    credentials: { service_account: { type: "service_account", client_email: "…", private_key: "…" } },
  },
  web_scraper: {
    id: "product-docs",
    name: "Product docs",
    type: "web_scraper",
    slots: { url: "https://docs.example.com/guide/", extraction_type: "all", email: "ada@example.com" },
    collection_ids: ["5c2d7a7e-8e43-4df5-a1f6-6b1a7a9a4b11"],
  },
  upload: { name: "Contracts", type: "upload", slots: {} },
  confluence: {
    name: "Team spaces",
    type: "confluence",
    slots: {
      base_url: "https://example.atlassian.net/wiki",
      spaces: ["DOCS", "ENG"],
      config: { include_attachments: true, search_children: false, search_folders: false },
    },
    credentials: { email: "bot@example.com", api_token: "…" },
  },
  jira: {
    name: "Support issues",
    type: "jira",
    slots: { base_url: "https://example.atlassian.net", jql_query: "project = SUP" },
    credentials: { email: "bot@example.com", api_token: "…" },
  },
  sharepoint: {
    name: "Intranet",
    type: "sharepoint",
    slots: { urls: ["https://example.sharepoint.com/sites/Intranet"] },
    credentials: { tenant_id: "…", client_id: "…", client_secret: "…" },
  },
  onedrive: {
    name: "Ana's files",
    type: "onedrive",
    slots: { urls: ["https://example-my.sharepoint.com/personal/ana_example_com/Documents"] },
    credentials: { tenant_id: "…", client_id: "…", client_secret: "…" },
  },
};
