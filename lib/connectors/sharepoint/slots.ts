import { z } from "zod";
import { microsoftUrls } from "#lib/sources/graph/slots.ts";

/** Settings of a sharepoint connector. Extra keys are kept. */
export const sharepointSlots = z.looseObject({
  urls: microsoftUrls(
    "Addresses",
    "Of sites, libraries, folders or files, one per line.",
    "https://example.sharepoint.com/sites/Docs",
  ),
});

export type SharepointSlots = z.output<typeof sharepointSlots>;
