import { createHash } from "node:crypto";
import type { Json } from "#lib/connectors/source.ts";
import type { Entry } from "#lib/sources/vendor/read-entries.ts";
import { VendorError } from "#lib/sources/vendor/vendor-error.ts";
import { inChunks } from "../wiki/in-chunks.ts";
import type { Attached, Content, Place, Wiki } from "../wiki/wiki.ts";
import { type Bodies, createBodies } from "./bodies.ts";
import { loadAttachment } from "./load-attachment.ts";
import { loadPage } from "./load-page.ts";
import { type Permissions, permissionsOf } from "./permissions.ts";
import type { Reading } from "./reading.ts";

/** Pages whose comments and files are asked for at a time: more make addresses too long. */
const containersAtOnce = 100;

type Listed = Pick<Entry, "key" | "version">;

/** Which of these will be read, as far as is known: the others are stored in the same version. */
export type WillBeRead = (listed: readonly Listed[]) => Promise<(key: string) => boolean>;

/**
 * Pages and posts as entries, each followed by its files. A page's version counts what its document depends on: its own
 * version, where it stands, its comments, none of which Confluence counts in another.
 * @param files that a query found, whose pages may not be among the contents
 */
export async function entriesOf(
  reading: Reading,
  { contents, files }: { contents: readonly Content[]; files: readonly Attached[] },
  willBeRead: WillBeRead,
): Promise<Entry[]> {
  const { wiki } = reading;
  const own = [...new Map(contents.map((content) => [content.id, content])).values()];
  const owners = await missingOwners(wiki, own, files);
  const places = await wiki.places([...own, ...owners]);
  const attached = await attachedTo(
    wiki,
    own.map(({ id }) => id),
    { files: reading.includeAttachments },
  );
  const known = await permissionsOf(wiki, [...own, ...owners], places);
  const pages = own.map((content) => pageOf(content, { places, known, attached }));
  const isRead = await willBeRead(pages.map(({ content, version }) => ({ key: content.id, version })));
  const bodies = createBodies(
    wiki,
    own.filter(({ id }) => isRead(id)),
  );
  return [
    ...pages.flatMap((page) => [pageEntry(reading, page, bodies), ...filesOf(reading, page, page.attached)]),
    ...owners.flatMap((content) => {
      const page = pageOf(content, { places, known, attached: [] });
      return filesOf({ ...reading, includeAttachments: true }, page, files);
    }),
  ];
}

type ListedPage = {
  content: Content;
  place: Place;
  permissions: Permissions;
  attached: readonly Attached[];
  hasComments: boolean;
  version: string;
};

type Around = {
  places: Map<string, Place>;
  known: Map<string, Permissions>;
  attached: readonly Attached[];
};

function pageOf(content: Content, { places, known, attached }: Around): ListedPage {
  const place = places.get(content.id) ?? nowhere;
  const permissions = known.get(content.id);
  const its = attached.filter(({ ownerId }) => ownerId === content.id);
  const comments = its.filter(({ type }) => type === "comment");
  const said = comments.map(({ id, version }) => `${id}:${version}`).sort();
  const version = versionOf(content.version, place, [permissions ?? null, said]);
  return { content, place, permissions, attached: its, hasComments: comments.length > 0, version };
}

/** What tells files from pages among remembered items. */
export const fileMark = { file: true };

const nowhere: Place = { space: undefined, above: [], aboveIds: [] };

async function missingOwners(
  wiki: Wiki,
  contents: readonly Content[],
  files: readonly Attached[],
): Promise<Content[]> {
  const there = new Set(contents.map(({ id }) => id));
  const ids = new Set(files.map(({ ownerId }) => ownerId).filter((id) => !there.has(id)));
  return ids.size === 0 ? [] : wiki.byIds([...ids]);
}

/** Comments of these pages, and their files when those are wanted. */
export async function attachedTo(
  wiki: Wiki,
  ids: readonly string[],
  { files }: { files: boolean },
): Promise<Attached[]> {
  const types = files ? "type in (comment, attachment)" : "type = comment";
  const pieces = await Promise.all(
    inChunks(ids, containersAtOnce).map((chunk) => findIn(wiki, types, chunk)),
  );
  return pieces.flat();
}

/** A query that names a page which went away in between may be refused: then each half is asked alone. */
async function findIn(wiki: Wiki, types: string, ids: readonly string[]): Promise<Attached[]> {
  const found: Attached[] = [];
  try {
    for await (const { results } of wiki.search(`${types} and container in (${ids.join(",")})`, null)) {
      found.push(...results.flatMap((one) => ("attached" in one ? one.attached : [])));
    }
    return found;
  } catch (error) {
    if (!(error instanceof VendorError) || error.status !== 400) throw error;
    if (ids.length < 2) return [];
    const middle = Math.ceil(ids.length / 2);
    return [
      ...(await findIn(wiki, types, ids.slice(0, middle))),
      ...(await findIn(wiki, types, ids.slice(middle))),
    ];
  }
}

function pageEntry(reading: Reading, page: ListedPage, bodies: Bodies): Entry {
  const { content, version } = page;
  const entry: Entry = {
    key: content.id,
    title: content.title,
    link: content.link,
    version,
    parentKey: content.parent?.id,
    load: () => loadPage(reading, { ...page, bodies }, entry),
  };
  return entry;
}

function filesOf(
  reading: Reading,
  { content, place, permissions }: ListedPage,
  attached: readonly Attached[],
): Entry[] {
  if (!reading.includeAttachments) return [];
  return attached
    .filter(({ type, ownerId }) => type === "attachment" && ownerId === content.id)
    .map((file) => ({
      key: file.id,
      title: file.title,
      link: file.link,
      version: versionOf(file.version, place, [permissions ?? null, content.title]),
      parentKey: content.id,
      data: fileMark,
      load: (signal) =>
        loadAttachment(reading, { attached: file, owner: content, place, permissions }, signal),
    }));
}

function versionOf(version: number, { space, above }: Place, more: readonly Json[]): string {
  const around = JSON.stringify([space?.key, space?.name, above, more]);
  return `${version}.${createHash("sha256").update(around).digest("base64url").slice(0, 16)}`;
}
