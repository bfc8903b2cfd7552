import { z } from "zod";
import { microsoftUrls } from "#lib/sources/graph/slots.ts";

/** Settings of a onedrive connector. Extra keys are kept. */
export const onedriveSlots = z.looseObject({
  urls: microsoftUrls(
    "Addresses",
    "Of a person's OneDrive, its folders or files, one per line.",
    "https://example-my.sharepoint.com/personal/ana_example_com/Documents",
  ),
});

export type OnedriveSlots = z.output<typeof onedriveSlots>;
