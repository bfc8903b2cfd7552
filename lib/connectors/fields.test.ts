import { describe, expect, it } from "vitest";
import { z } from "zod";
import { credentialMethods } from "./credentials.ts";
import { fieldsOf } from "./fields.ts";
import { connectorTypes, slotSchemas } from "./slots.ts";

describe("the fields of each type", () => {
  const tables: Record<string, string[]> = {
    google_drive: ["root_file_id* drive_link", "root_item_ids lines advanced"],
    impersonated_google_drive: [
      "root_file_id* drive_link",
      "root_item_ids lines advanced",
      "target_account* text",
    ],
    web_scraper: [
      "url* start_page",
      "extraction_type* choice",
      "email* member",
      "include lines advanced",
      "exclude lines advanced",
      "max_pages number advanced",
      "max_depth number advanced",
      "use_sitemap switch advanced",
      "respect_robots switch advanced",
    ],
    upload: [],
    confluence: [
      "base_url* text",
      "upload_all_data switch",
      "spaces lines",
      "pages lines",
      "pages_w_child lines",
      "folders lines",
      "cql_query code",
      "config.include_attachments switch",
      "config.search_children switch",
      "config.search_folders switch",
    ],
    jira: [
      "base_url* text",
      "jql_query* code",
      "config.include_attachments switch",
      "config.search_children_issues switch",
      "config.search_parent_issues switch",
    ],
    sharepoint: ["urls* microsoft_links"],
    onedrive: ["urls* microsoft_links"],
  };
  it.each(connectorTypes)("of %s", (type) => {
    const rows = fieldsOf(slotSchemas[type]).map(
      ({ path, isRequired, widget, isAdvanced }) =>
        `${path}${isRequired ? "*" : ""} ${widget}${isAdvanced ? " advanced" : ""}`,
    );
    expect(rows).toEqual(tables[type]);
  });
});

it("knows which credentials are secret", () => {
  const secrets = connectorTypes.flatMap((type) =>
    Object.values(credentialMethods[type]).flatMap((schema) =>
      fieldsOf(schema).flatMap(({ path, isSecret }) => (isSecret ? [`${type}.${path}`] : [])),
    ),
  );
  expect(secrets).toEqual([
    "google_drive.service_account",
    "google_drive.client_secret",
    "google_drive.refresh_token",
    "impersonated_google_drive.service_account",
    "web_scraper.password",
    "web_scraper.headers",
    "confluence.api_token",
    "confluence.personal_access_token",
    "jira.api_token",
    "jira.personal_access_token",
    "sharepoint.client_secret",
    "onedrive.client_secret",
  ]);
});

it("takes words from every layer of a schema, the outermost first", () => {
  const schema = z.object({
    size: z.int().meta({ title: "Size", description: "inner" }).default(3).meta({ description: "outer" }),
    plain: z.string(),
  });
  expect(fieldsOf(schema)).toMatchObject([
    { path: "size", title: "Size", description: "outer", widget: "number", isRequired: false },
    { path: "plain", title: "plain", widget: "text", isRequired: true },
  ]);
});
