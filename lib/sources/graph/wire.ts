import { z } from "zod";

/**
 * Microsoft Graph's answers as far as they are read here. Names and types are those of Microsoft's metadata
 * (`metadata.test.ts`); whatever else comes is left out.
 */

const text = z.string().nullish();

const identity = z.object({ id: text, displayName: text, email: text });

const identitySet = z.object({ user: identity.nullish(), application: identity.nullish() });

const folder = z.object({ childCount: z.number().nullish() });

const file = z.object({
  mimeType: text,
  hashes: z.object({ quickXorHash: text, sha256Hash: text, sha1Hash: text }).nullish(),
});

export const driveItemSchema = z.object({
  id: z.string(),
  /** Deleted items may come without it. */
  name: text,
  eTag: text,
  size: z.number().nullish(),
  webUrl: text,
  createdDateTime: text,
  lastModifiedDateTime: text,
  createdBy: identitySet.nullish(),
  lastModifiedBy: identitySet.nullish(),
  parentReference: z.object({ id: text, driveId: text }).nullish(),
  file: file.nullish(),
  folder: folder.nullish(),
  package: z.object({ type: text }).nullish(),
  remoteItem: z.object({ id: text, webUrl: text }).nullish(),
  root: z.object({}).nullish(),
  deleted: z.object({ state: text }).nullish(),
  malware: z.object({ description: text }).nullish(),
  shared: z.object({ scope: text }).nullish(),
});

export type DriveItem = z.output<typeof driveItemSchema>;

/** What is asked of an item, so that a page of a large drive stays small. */
export const driveItemFields = Object.keys(driveItemSchema.shape).join(",");

export const driveSchema = z.object({
  id: z.string(),
  name: text,
  webUrl: text,
  driveType: text,
  owner: identitySet.nullish(),
});

export type Drive = z.output<typeof driveSchema>;

export const driveFields = Object.keys(driveSchema.shape).join(",");

export const siteSchema = z.object({ id: z.string(), displayName: text, webUrl: text });

export type Site = z.output<typeof siteSchema>;

export const siteFields = Object.keys(siteSchema.shape).join(",");

export const sitePageSchema = z.object({
  id: z.string(),
  name: text,
  title: text,
  description: text,
  eTag: text,
  webUrl: text,
  createdDateTime: text,
  lastModifiedDateTime: text,
  createdBy: identitySet.nullish(),
  lastModifiedBy: identitySet.nullish(),
  publishingState: z.object({ level: text, versionId: text }).nullish(),
});

export type SitePage = z.output<typeof sitePageSchema>;

export const sitePageFields = Object.keys(sitePageSchema.shape).join(",");

const pairs = z.array(z.object({ key: text, value: text })).nullish();

/** A text, or a web part of which the texts that it shows are known (`serverProcessedContent`). */
const webPart = z.object({
  innerHtml: text,
  data: z
    .object({
      title: text,
      description: text,
      serverProcessedContent: z
        .object({ htmlStrings: pairs, searchablePlainTexts: pairs, links: pairs })
        .nullish(),
    })
    .nullish(),
});

export type WebPart = z.output<typeof webPart>;

export const canvasSchema = z.object({
  horizontalSections: z
    .array(z.object({ columns: z.array(z.object({ webparts: z.array(webPart).nullish() })).nullish() }))
    .nullish(),
  verticalSection: z.object({ webparts: z.array(webPart).nullish() }).nullish(),
});

export type Canvas = z.output<typeof canvasSchema>;

export const filledPageSchema = sitePageSchema.extend({ canvasLayout: canvasSchema.nullish() });

/** A page of a list, and where the next one is: a whole address, which is asked for as it came. */
export function pageOf<T>(item: z.ZodType<T>) {
  return z.object({
    value: z.array(item),
    "@odata.nextLink": text,
    "@odata.deltaLink": text,
  });
}

export const errorSchema = z.object({
  error: z.object({
    code: text,
    message: text,
    innerError: z.object({ code: text }).nullish().catch(null),
  }),
});
