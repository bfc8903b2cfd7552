import { z } from "zod";

/** The address of an Atlassian site. That http is for listed hosts only is the server's to check. */
export const baseUrlField = z
  .string({ error: "Enter the address of the site." })
  .trim()
  .min(1, "Enter the address of the site.")
  .max(2048, "An address has at most 2,048 characters.")
  .superRefine((text, context) => {
    const message = text === "" ? undefined : baseUrlProblem(text);
    if (message) context.addIssue({ code: "custom", message });
  })
  .transform((text) => text.replace(/\/+$/, ""));

function baseUrlProblem(text: string): string | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !/^https?:\/\//i.test(text)) return "Enter the whole address, beginning with https://.";
  if (url.username || url.password) return "Leave user name and password out of the address.";
  return undefined;
}

export const switchField = z.boolean({ error: "Must be true or false." }).default(false);
