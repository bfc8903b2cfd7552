import { z } from "zod";

/** Where SharePoint and OneDrive live, in each of Microsoft's clouds (SOURCES §4). */
const hostSuffixes = [".sharepoint.com", ".sharepoint.us", ".sharepoint.cn", ".sharepoint-mil.us"];

function urlProblem(text: string): string | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !/^https?:\/\//i.test(text)) return "Enter the whole address, beginning with https://.";
  if (url.protocol !== "https:") return "The address must begin with https://.";
  if (url.username || url.password) return "Leave user name and password out of the address.";
  if (!hostSuffixes.some((suffix) => url.hostname.endsWith(suffix))) {
    return `“${url.hostname}” isn't a Microsoft 365 address (…${hostSuffixes.join(", …")}).`;
  }
  return undefined;
}

/** Addresses of sites, libraries, folders or files, as people paste them. */
export function microsoftUrls(title: string, description: string, placeholder: string) {
  return z
    .array(
      z
        .string()
        .trim()
        .min(1, "An address can't be empty.")
        .max(4096, "An address has at most 4,096 characters.")
        .superRefine((text, context) => {
          const message = text === "" ? undefined : urlProblem(text);
          if (message) context.addIssue({ code: "custom", message });
        }),
      { error: "Give a list of addresses." },
    )
    .min(1, "Give at least one address.")
    .max(1000, "At most 1,000 addresses.")
    .meta({ title, description, placeholder });
}
