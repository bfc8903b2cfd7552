import { goneReason } from "#lib/sources/vendor/gone-reason.ts";
import type { Entry, Loaded } from "#lib/sources/vendor/read-entries.ts";
import { parseStorage, type StorageNode } from "../storage/parse.ts";
import { readReferences } from "../storage/references.ts";
import type { Comment, Content, Place } from "../wiki/wiki.ts";
import type { Bodies } from "./bodies.ts";
import { pageDocument } from "./document.ts";
import type { Permissions } from "./permissions.ts";
import type { Reading } from "./reading.ts";

export type PageToLoad = {
  content: Content;
  place: Place;
  permissions: Permissions;
  hasComments: boolean;
  bodies: Bodies;
};

/**
 * Reads a page or post with its comments, the names of people and what it takes in.
 * @param entry what is read: its version is withdrawn from a page that depends on others
 */
export async function loadPage(reading: Reading, page: PageToLoad, entry: Entry): Promise<Loaded> {
  const { wiki, blobs, inclusions } = reading;
  const { content, place, permissions, hasComments, bodies } = page;
  const body = await bodies.of(content).catch((error: unknown) => goneReason(error) ?? Promise.reject(error));
  if (typeof body === "string") return { kind: "gone", reason: body };
  const nodes = body.format === "storage" ? parseStorage(body.value) : [];
  const comments = hasComments ? await wiki.comments(content.id) : [];
  const taken = await inclusions.resolve(nodes, place.space?.key);
  // What it takes in changes without it: such a page is read anew by every run.
  if (readReferences(nodes).inclusions.length > 0) entry.version = undefined;
  const people = await wiki.people([...mentioned(nodes, comments), ...taken.users, ...writers(body.content)]);
  const document = pageDocument({
    ...taken,
    body,
    nodes,
    place,
    permissions,
    comments,
    people,
    web: wiki.web,
  });
  const { title, link } = body.content;
  if (document.text === "") return { title, link, kind: "skipped", reason: "No text: the page is empty." };
  const original = await blobs.put(Buffer.from(body.value));
  return { title, link, kind: "content", content: { ...document, original } };
}

function* mentioned(nodes: readonly StorageNode[], comments: readonly Comment[]): Generator<string> {
  yield* readReferences(nodes).users;
  for (const { body, authorId } of comments) {
    if (authorId !== undefined) yield authorId;
    yield* readReferences(parseStorage(body)).users;
  }
}

function writers({ authorId, ownerId }: Content): string[] {
  return [authorId, ownerId].filter((id) => id !== undefined);
}
