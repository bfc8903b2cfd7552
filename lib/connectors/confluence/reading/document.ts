import type { ItemContent, JsonObject } from "#lib/connectors/source.ts";
import { htmlToMarkdown } from "#lib/extract/html-to-markdown.ts";
import { parseStorage, type StorageNode } from "../storage/parse.ts";
import { storageToMarkdown } from "../storage/write.ts";
import type { StorageContext } from "../storage/writing.ts";
import type { Body, Comment, Content, Person, Place } from "../wiki/wiki.ts";
import type { Permissions } from "./permissions.ts";

/** All that a page's document is made of. */
export type PageParts = {
  body: Body;
  /** Its storage format, read; empty for a body that is HTML. */
  nodes: readonly StorageNode[];
  place: Place;
  permissions: Permissions;
  comments: readonly Comment[];
  people: ReadonlyMap<string, Person>;
  included: StorageContext["included"];
  web: string;
};

/** A page or post as a document: its text as Markdown, then what was said about it. */
export function pageDocument(parts: PageParts): Omit<ItemContent, "original"> {
  const { body, place, permissions, comments, people } = parts;
  const { content } = body;
  const written = textOf(parts);
  const said = comments.map((comment) => writeComment(comment, parts)).filter((text) => text !== "");
  const text = [written.text, ...(said.length > 0 ? ["## Comments", ...said] : [])]
    .filter(Boolean)
    .join("\n\n");
  return {
    text,
    mime: "text/html",
    ...facts(content, people),
    metadata: {
      ...placeMetadata(place),
      type: content.type === "page" ? "page" : "blog post",
      version: content.version,
      ...(permissions ? { permissions } : {}),
      ...(comments.length > 0 ? { comments: comments.length } : {}),
      ...(written.unreadMacros.length > 0 ? { unread_macros: written.unreadMacros } : {}),
    },
  };
}

/** Who wrote something and when. Confluence tells e-mail addresses only of people who show theirs. */
function facts(
  content: Pick<Content, "authorId" | "ownerId" | "createdAt" | "modifiedAt">,
  people: ReadonlyMap<string, Person>,
): Pick<ItemContent, "author" | "fileOwner" | "createdAt" | "modifiedAt"> {
  return {
    author: people.get(content.authorId ?? "")?.name,
    fileOwner: people.get(content.ownerId ?? "")?.email,
    createdAt: content.createdAt,
    modifiedAt: content.modifiedAt,
  };
}

/** Where something stands: `Handbook / Travel / Expenses`, from the space down. */
export function placeMetadata({ space, above }: Pick<Place, "space" | "above">): JsonObject {
  const path = [space?.name, ...above].filter(Boolean).join(" / ");
  return { ...(space ? { space: space.key } : {}), ...(path === "" ? {} : { path }) };
}

function textOf(parts: PageParts): { text: string; unreadMacros: string[] } {
  const { body, nodes } = parts;
  if (body.format === "storage") return storageToMarkdown(nodes, contextOf(parts));
  return { text: htmlToMarkdown(body.value, `${parts.web}/`), unreadMacros: [] };
}

function contextOf({ body, place, people, included, web }: PageParts): StorageContext {
  return {
    web,
    pageId: body.content.id,
    spaceKey: place.space?.key,
    userName: (id) => people.get(id)?.name,
    included,
  };
}

function writeComment(comment: Comment, parts: PageParts): string {
  const { text } = storageToMarkdown(parseStorage(comment.body), contextOf(parts));
  if (text === "") return "";
  const name = parts.people.get(comment.authorId ?? "")?.name ?? comment.authorId ?? "Somebody";
  const day = comment.createdAt?.toISOString().slice(0, 10);
  const head = `**${[name, day, comment.isResolved ? "resolved" : ""].filter(Boolean).join(", ")}**`;
  const about = comment.about?.replace(/\s+/g, " ").trim();
  return [head, ...(about ? [`> ${about}`] : []), text].join("\n\n");
}
