import { z } from "zod";

const lineLimit = 500;

const pattern = z
  .string()
  .trim()
  .min(1, "A pattern can't be empty.")
  .max(lineLimit, `A pattern has at most ${lineLimit} characters.`);

/** Why an address can't be where a crawl starts, or undefined. */
function urlProblem(text: string): string | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !/^https?:\/\//i.test(text)) {
    return "Enter the whole address, beginning with https:// or http://.";
  }
  if (url.username || url.password) {
    return "Leave user name and password out of the address; they belong in the credentials.";
  }
  return undefined;
}

/** Settings of a web_scraper connector, as the API and the wizard take them. Extra keys are kept. */
export const webScraperSlots = z.looseObject({
  url: z
    .string()
    .trim()
    .min(1, "Enter the address of the page to start from.")
    .max(2048, "An address has at most 2,048 characters.")
    .superRefine((text, context) => {
      const message = text === "" ? undefined : urlProblem(text);
      if (message) context.addIssue({ code: "custom", message });
    })
    .meta({
      title: "Start page",
      description: "Where reading starts. Pages of the same site below this page's folder belong to it.",
      placeholder: "https://docs.example.com/guide/",
      widget: "start_page",
    }),
  extraction_type: z
    .enum(["single", "all"], { error: "Choose “single” (this page) or “all” (every page below it)." })
    .meta({
      title: "Pages",
      description: "One page, or every page of the site under the start page's folder.",
      options: {
        single: { title: "Only this page" },
        all: { title: "This page and every page below it" },
      },
    }),
  email: z.email("Enter the e-mail address of a member of this workspace.").meta({
    title: "Owner",
    description: "The member of this workspace who becomes the owner of the documents.",
    placeholder: "ada@example.com",
    widget: "member",
  }),
  include: z.array(pattern).max(100, "At most 100 patterns.").optional().meta({
    title: "Only pages that match",
    description: "Patterns such as /guide/* or *.pdf; * stands for anything. Without one, every page counts.",
    placeholder: "/guide/*",
    advanced: true,
  }),
  exclude: z.array(pattern).max(100, "At most 100 patterns.").optional().meta({
    title: "Except pages that match",
    description: "Patterns of pages to leave out; they win over the ones above.",
    placeholder: "/archive/*",
    advanced: true,
  }),
  max_pages: z
    .int("Enter a whole number.")
    .min(1, "At least one page.")
    .max(5_000_000, "At most 5,000,000 pages.")
    .optional()
    .meta({
      title: "Pages at most",
      description: "What lies beyond is listed as skipped.",
      default: 100_000,
      advanced: true,
    }),
  max_depth: z
    .int("Enter a whole number.")
    .min(0, "0 is the start page alone.")
    .max(100, "At most 100 links deep.")
    .optional()
    .meta({
      title: "Links deep at most",
      description: "How many links a page may be away from the start page.",
      advanced: true,
    }),
  use_sitemap: z.boolean().optional().meta({
    title: "Read the site's sitemap",
    description: "Finds pages that nothing links to.",
    default: true,
    advanced: true,
  }),
  respect_robots: z.boolean().optional().meta({
    title: "Obey robots.txt",
    description: "And noindex and nofollow marks. Turn off only for a site of your own.",
    default: true,
    advanced: true,
  }),
});

export type WebScraperSlots = z.infer<typeof webScraperSlots>;
