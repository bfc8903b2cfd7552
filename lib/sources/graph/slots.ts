import { z } from "zod";
import { readMicrosoftAddress } from "./address.ts";

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
          const address = text === "" ? undefined : readMicrosoftAddress(text);
          if (address && "problem" in address) context.addIssue({ code: "custom", message: address.problem });
        }),
      { error: "Give a list of addresses." },
    )
    .min(1, "Give at least one address.")
    .max(1000, "At most 1,000 addresses.")
    .meta({ title, description, placeholder, widget: "microsoft_links" });
}
