import { describe, expect, it } from "vitest";
import { creationExamples } from "#lib/connectors/examples.ts";
import { type ConnectorType, connectorTypes } from "#lib/connectors/slots.ts";
import { type ConnectorForm, connectorResolver, credentialsToSend, slotsToSend } from "./connector-form.ts";

const blank: ConnectorForm = {
  id: "",
  name: "Some name",
  slots: {},
  method: "none",
  credentials: {},
  schedule: {
    scheduler_type: "imed",
    cron: "",
    when: "",
    occurrence: "first",
    timezone: "Etc/UTC",
    missed: "run_once",
  },
  collection_ids: [],
};

async function problemsOf(type: ConnectorType, values: Partial<ConnectorForm>): Promise<string[]> {
  const options = { fields: {}, shouldUseNativeValidation: false } as never;
  const { errors } = await connectorResolver(type)({ ...blank, ...values }, undefined, options);
  const paths = (value: object, prefix: string): string[] =>
    "message" in value
      ? [prefix]
      : Object.entries(value).flatMap(([key, inner]) =>
          inner ? paths(inner as object, prefix === "" ? key : `${prefix}.${key}`) : [],
        );
  return paths(errors, "").toSorted();
}

describe("what a form asks for", () => {
  it.each(connectorTypes)("%s: nothing more than REST's example has", async (type) => {
    const { slots } = creationExamples[type] as { slots: Record<string, unknown> };
    expect(await problemsOf(type, { slots })).toEqual([]);
  });

  it.each([
    ["google_drive", ["slots.root_file_id"]],
    ["impersonated_google_drive", ["slots.root_file_id", "slots.target_account"]],
    ["web_scraper", ["slots.email", "slots.extraction_type", "slots.url"]],
    ["upload", []],
    ["confluence", ["slots.base_url"]],
    ["jira", ["slots.base_url", "slots.jql_query"]],
    ["sharepoint", ["slots.urls"]],
    ["onedrive", ["slots.urls"]],
  ] as const)("%s: each required field", async (type, paths) => {
    expect(await problemsOf(type, {})).toEqual(paths);
  });

  it.each([
    ["a name", { name: " " }, ["name"]],
    ["an id that an address can hold", { id: "a b" }, ["id"]],
    ["another id than those of pages", { id: "new" }, ["id"]],
    ["a selector", { slots: { base_url: "https://a.example" } }, ["slots.root"]],
    ["a selector beside an address", { slots: { base_url: "" } }, ["slots.base_url", "slots.root"]],
    [
      "whole credentials of the chosen way",
      { slots: { base_url: "https://a.example", upload_all_data: true }, method: "api_token" },
      ["credentials.api_token", "credentials.email"],
    ],
  ])("asks for %s", async (_, values, paths) => {
    const slots = { base_url: "https://a.example", upload_all_data: true };
    expect(await problemsOf("confluence", { slots, ...values })).toEqual(paths);
  });
});

it.each<[ConnectorType, Record<string, unknown>, Record<string, unknown>]>([
  ["web_scraper", { url: "u", include: [], max_pages: undefined, use_sitemap: true }, { url: "u" }],
  ["web_scraper", { url: "u", use_sitemap: false }, { url: "u", use_sitemap: false }],
  [
    "confluence",
    {
      base_url: "b",
      spaces: ["A"],
      cql_query: "",
      upload_all_data: false,
      config: { search_children: false },
    },
    { base_url: "b", spaces: ["A"] },
  ],
  [
    "jira",
    { jql_query: "q", config: { include_attachments: true, own: 1 } },
    { jql_query: "q", config: { include_attachments: true, own: 1 } },
  ],
  ["upload", { team: "docs", note: "" }, { team: "docs", note: "" }],
])("%s: sends of %j only what counts", (type, slots, sent) => {
  expect(slotsToSend(type, slots)).toEqual(sent);
});

it.each([
  ["none", undefined],
  ["keep", undefined],
  ["api_token", { email: "a@example.com", api_token: "t" }],
  ["personal_access_token", {}],
])("sends the credentials of the way %s alone", (method, sent) => {
  const credentials = { email: "a@example.com", api_token: "t", personal_access_token: "" };
  expect(credentialsToSend("jira", { method, credentials })).toEqual(sent);
});
