import { z } from "zod";
import { baseUrlField, switchField } from "#lib/sources/atlassian/slots.ts";

const lines = (title: string, description: string, placeholder: string) =>
  z
    .array(z.string().trim().min(1, "An entry can't be empty.").max(2048, "At most 2,048 characters."))
    .max(10_000, "At most 10,000 entries.")
    .default([])
    .meta({ title, description, placeholder, widget: "lines" });

const selectors = ["spaces", "pages", "pages_w_child", "folders"] as const;

/** Settings of a confluence connector: what to read, in any union. Extra keys are kept. */
export const confluenceSlots = z
  .looseObject({
    base_url: baseUrlField.meta({
      title: "Address",
      description: "Of your Confluence, Cloud or Data Center.",
      placeholder: "https://example.atlassian.net/wiki",
    }),
    upload_all_data: switchField.meta({
      title: "Everything",
      description: "Every page that the credentials may read.",
    }),
    spaces: lines("Spaces", "Their keys, one per line: every page of each.", "DOCS"),
    pages: lines("Pages", "Their links, one per line: without their children.", "https://…/pages/123/Title"),
    pages_w_child: lines(
      "Pages with children",
      "Their links: with everything below.",
      "https://…/pages/123/Title",
    ),
    folders: lines("Folders", "Their links: every page in each.", "https://…/folder/456"),
    cql_query: z.string().trim().max(10_000, "At most 10,000 characters.").nullish().meta({
      title: "CQL",
      description: "Every page that the query finds.",
      placeholder: "label = handbook",
    }),
    config: z
      .looseObject({
        include_attachments: switchField.meta({ title: "Attachments too" }),
        search_children: switchField.meta({ title: "Children of found pages too" }),
        search_folders: switchField.meta({ title: "Folders of found pages too" }),
      })
      .prefault({})
      .meta({ title: "More" }),
  })
  .superRefine((slots, context) => {
    const isSelected =
      slots.upload_all_data || slots.cql_query || selectors.some((name) => slots[name].length > 0);
    if (isSelected) return;
    context.addIssue({
      code: "custom",
      message: "Choose what to read: spaces, pages, pages_w_child, folders, cql_query, or upload_all_data.",
    });
  });

export type ConfluenceSlots = z.output<typeof confluenceSlots>;
