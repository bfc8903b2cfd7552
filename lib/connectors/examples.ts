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

export const exampleId = "0b6f2f5e-6f0e-4a53-9b1a-5a3f9d1c7e42";
export const exampleCollection = "5c2d7a7e-8e43-4df5-a1f6-6b1a7a9a4b11";

const webScraper = {
  name: "Product docs",
  type: "web_scraper",
  slots: { url: "https://docs.example.com/guide/", extraction_type: "all", email: "ada@example.com" },
} as const;

/** A connector as its creation answers it. */
export const exampleConnector = {
  id: "product-docs",
  workspace_id: exampleId,
  ...webScraper,
  has_credentials: false,
  scheduler: {
    type: "cron",
    value: "0 6 * * 1-5",
    timezone: "America/Sao_Paulo",
    next_run_at: "2026-11-25T09:00:00.000Z",
    state: "active",
  },
  collection_ids: [exampleCollection],
  created_by: exampleId,
  created_at: "2026-11-24T12:00:00.000Z",
  updated_at: "2026-11-24T12:00:00.000Z",
};

/** The same one a while later, as lists show it. */
export const exampleListed = {
  ...exampleConnector,
  health: "ok",
  last_run: {
    id: "019f5b6e-6f0e-7a53-9b1a-5a3f9d1c7e42",
    trigger: "schedule",
    state: "succeeded",
    reason: null,
    counters: { discovered: 1180, added: 3, updated: 12, unchanged: 1165, deleted: 0, skipped: 0, failed: 0 },
    created_at: "2026-11-25T09:00:00.000Z",
    started_at: "2026-11-25T09:00:00.412Z",
    finished_at: "2026-11-25T09:00:09.120Z",
  },
  documents: 1180,
};
