import { z } from "zod";

/** Ids are texts in one API and numbers in another. */
export const id = z.union([z.string(), z.number()]).transform(String);

const text = z.string().nullish();
const user = z
  .object({
    type: text,
    accountId: text,
    userKey: text,
    username: text,
    displayName: text,
    publicName: text,
    email: text,
  })
  .nullish();

const body = z.object({ value: z.string() }).nullish();

/** A piece of content of the older API, which Data Center speaks, and Cloud for searches and comments. */
export const oldContent = z.object({
  id,
  type: z.string(),
  status: text,
  title: text,
  space: z.object({ id: id.nullish(), key: z.string(), name: text }).nullish(),
  version: z.object({ number: z.number(), when: text, by: user }).nullish(),
  history: z.object({ createdDate: text, createdBy: user, ownedBy: user }).nullish(),
  ancestors: z.array(z.object({ id, type: text, title: text })).nullish(),
  container: z.object({ id: id.nullish(), type: text }).nullish(),
  extensions: z
    .object({
      mediaType: text,
      fileSize: z.union([z.number(), z.string()]).nullish(),
      inlineProperties: z.object({ originalSelection: text }).nullish(),
      resolution: z.object({ status: text }).nullish(),
    })
    .nullish(),
  metadata: z.object({ mediaType: text }).nullish(),
  body: z.object({ storage: body, view: body }).nullish(),
  restrictions: z
    .object({
      read: z
        .object({
          restrictions: z
            .object({
              user: z.object({ results: z.array(user) }).nullish(),
              group: z.object({ results: z.array(z.object({ name: z.string() })) }).nullish(),
            })
            .nullish(),
        })
        .nullish(),
    })
    .nullish(),
  _expandable: z.object({ container: text }).nullish(),
  _links: z.object({ webui: text, download: text }).nullish(),
});
export type OldContent = z.output<typeof oldContent>;
export type OldUser = z.output<typeof user>;

export const oldSpace = z.object({
  id: id.nullish(),
  key: z.string(),
  name: text,
  homepage: z.object({ id }).nullish(),
});

/** Who is asking. */
export const currentUser = z.object({
  type: text,
  displayName: text,
  publicName: text,
  email: text,
  username: text,
});

/** A page or post of Cloud's API, version 2. */
export const newContent = z.object({
  id,
  status: z.string(),
  title: text,
  spaceId: id,
  parentId: id.nullish(),
  parentType: text,
  authorId: text,
  ownerId: text,
  createdAt: text,
  version: z.object({ number: z.number(), createdAt: text, authorId: text }),
  body: z.object({ storage: body, view: body }).nullish(),
  _links: z.object({ webui: text }).nullish(),
});
export type NewContent = z.output<typeof newContent>;

export const newSpace = z.object({ id, key: z.string(), name: text, homepageId: id.nullish() });

export const descendant = z.object({
  id,
  status: text,
  title: text,
  type: z.string(),
  depth: z.number().nullish(),
});

/** A folder, whiteboard, database or embedded site. */
export const container = z.object({
  id,
  title: text,
  status: text,
  parentId: id.nullish(),
  parentType: text,
});

export const newAttachment = z.object({
  id,
  status: z.string(),
  title: text,
  pageId: id.nullish(),
  blogPostId: id.nullish(),
  mediaType: text,
  fileSize: z.number().nullish(),
  version: z.object({ number: z.number(), createdAt: text, authorId: text }),
  _links: z.object({ webui: text }).nullish(),
});

export const newUsers = z.object({
  results: z.array(z.object({ accountId: z.string(), displayName: text, publicName: text, email: text })),
});

/** The instant that a text names, if it names one. */
export function instant(value: string | null | undefined): Date | undefined {
  const date = new Date(value ?? "");
  return Number.isNaN(date.getTime()) ? undefined : date;
}
