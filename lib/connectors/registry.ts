import { confluence } from "./confluence/source.ts";
import { googleDrive } from "./google_drive/source.ts";
import { impersonatedGoogleDrive } from "./impersonated_google_drive/source.ts";
import { jira } from "./jira/source.ts";
import { onedrive } from "./onedrive/source.ts";
import { sharepoint } from "./sharepoint/source.ts";
import { type ConnectorType, connectorTypes, type SlotsOf } from "./slots.ts";
import { type Source, SourceError } from "./source.ts";
import { upload } from "./upload/source.ts";
import { webScraper } from "./web_scraper/source.ts";

/**
 * The reader of each type. Server only: the client-safe half is slots.ts. A type without a line here doesn't compile.
 */
export const sources: { [T in ConnectorType]: Source<SlotsOf<T>> } = {
  google_drive: googleDrive,
  impersonated_google_drive: impersonatedGoogleDrive,
  web_scraper: webScraper,
  upload,
  confluence,
  jira,
  sharepoint,
  onedrive,
};

/**
 * The reader of a stored connector. Its slots were parsed by that type's schema when they were written, so whoever
 * hands them over may cast them.
 * @throws SourceError for a type that this release doesn't know: a newer one wrote it
 */
export function sourceOf(type: string): Source<never> {
  const known = connectorTypes.find((one) => one === type);
  if (known) return sources[known];
  throw new SourceError(
    "misconfigured",
    `This release of Tributary doesn't know connectors of type “${type}”.`,
  );
}
