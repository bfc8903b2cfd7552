import { z } from "zod";
import { baseUrlField, switchField } from "#lib/sources/atlassian/slots.ts";

/** What to read: any of these, together. */
const selector = { group: "What to read", picked: true };
const alsoRead = { group: "Along with them" };

const lines = (title: string, description: string, placeholder: string) =>
  z
    .array(z.string().trim().min(1, "An entry can't be empty.").max(2048, "At most 2,048 characters."))
    .max(10_000, "At most 10,000 entries.")
    .default([])
    .meta({ title, description, placeholder, ...selector });

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
      ...selector,
    }),
    spaces: lines("Spaces", "Every page of each space. Their keys, one per line.", "DOCS"),
    pages: lines(
      "Pages",
      "Just these pages, without those below them. Their links, one per line.",
      "https://example.atlassian.net/wiki/spaces/DOCS/pages/123/Title",
    ),
    pages_w_child: lines(
      "Pages with their children",
      "These pages and everything below them. Their links, one per line.",
      "https://example.atlassian.net/wiki/spaces/DOCS/pages/123/Title",
    ),
    folders: lines(
      "Folders",
      "Every page in these folders. Their links, one per line.",
      "https://example.atlassian.net/wiki/spaces/DOCS/folder/456",
    ),
    cql_query: z
      .string()
      .trim()
      .max(10_000, "At most 10,000 characters.")
      .nullish()
      .meta({
        title: "CQL query",
        description: "Every page that the query finds.",
        placeholder: "label = handbook",
        widget: "code",
        ...selector,
      }),
    config: z
      .looseObject({
        include_attachments: switchField.meta({
          title: "Attachments",
          description: "Files that are attached to the pages.",
          ...alsoRead,
        }),
        search_children: switchField.meta({
          title: "Children of found pages",
          description: "What is below the pages that the query finds.",
          ...alsoRead,
        }),
        search_folders: switchField.meta({
          title: "Folders that are found",
          description: "Every page in the folders that the query finds.",
          ...alsoRead,
        }),
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
      message:
        "Choose what to read: everything, or spaces, pages, pages with their children, folders, a CQL query.",
    });
  });

export type ConfluenceSlots = z.output<typeof confluenceSlots>;
