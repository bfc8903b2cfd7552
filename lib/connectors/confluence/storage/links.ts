import type { HtmlNode } from "#lib/extract/html-tree.ts";
import { html } from "./html.ts";
import { childNamed, rawTextOf, type StorageElement } from "./parse.ts";
import { pageOf, resourceIn, userOf } from "./references.ts";
import { fileAddress, pageAddress, type StorageContext, type Writing } from "./writing.ts";

/** `ac:link`: to a page, a file, a space, a person or a place in the page. */
export function writeLink(link: StorageElement, writing: Writing): HtmlNode[] {
  const resource = resourceIn(link);
  if (resource?.name === "ri:user") return mention(resource, writing);
  const target = resource ? addressOf(resource, writing.context) : undefined;
  const text = bodyOf(link, writing) ?? [nameOf(resource) ?? link.attributes["ac:anchor"] ?? target ?? ""];
  return target === undefined ? [html("span", text)] : [html("a", text, { href: target })];
}

function bodyOf(link: StorageElement, writing: Writing): HtmlNode[] | undefined {
  const plain = childNamed(link, "ac:plain-text-link-body");
  const rich = childNamed(link, "ac:link-body") ?? plain;
  return rich && rawTextOf(rich.children).trim() !== ""
    ? writing.write(rich.children)
    : imageIn(rich, writing);
}

function imageIn(body: StorageElement | undefined, writing: Writing): HtmlNode[] | undefined {
  const image = body && childNamed(body, "ac:image");
  return image ? writing.write([image]) : undefined;
}

/** A person by name, as the page shows it. */
export function mention(resource: StorageElement, { context }: Writing): HtmlNode[] {
  const id = userOf(resource);
  return id === undefined ? [] : [`@${context.userName(id) ?? id}`];
}

/** What a resource is called where a page doesn't say. */
function nameOf(resource: StorageElement | undefined): string | undefined {
  const attributes = resource?.attributes ?? {};
  return (
    attributes["ri:content-title"] ??
    attributes["ri:filename"] ??
    attributes["ri:space-key"] ??
    (attributes["ri:key"] && `${attributes["ri:parameter"] ?? ""}@${attributes["ri:key"]}`)
  );
}

function addressOf(resource: StorageElement, context: StorageContext): string | undefined {
  const { name, attributes } = resource;
  const page = pageOf(resource);
  if (page) return pageAddress(context, page);
  const file = attributes["ri:filename"];
  // A file of another page is found by that page's name only: the link leads to the page.
  const owner = resourceIn(resource);
  if (owner) return addressOf(owner, context);
  if (file !== undefined) return fileAddress(context, file);
  if (name === "ri:url") return attributes["ri:value"];
  return name === "ri:space" ? `${context.web}/display/${attributes["ri:space-key"] ?? ""}` : undefined;
}

/** `ac:image`: its alternative text, else the file's name, and its caption. */
export function writeImage(image: StorageElement, writing: Writing): HtmlNode[] {
  const resource = resourceIn(image);
  const src = resource ? addressOf(resource, writing.context) : undefined;
  const alt = image.attributes["ac:alt"] || image.attributes["ac:title"] || nameOf(resource) || "";
  const caption = childNamed(image, "ac:caption");
  const picture = html("img", [], { alt: alt || lastSegment(src), ...(src === undefined ? {} : { src }) });
  return caption ? [picture, html("div", writing.write(caption.children))] : [picture];
}

function lastSegment(address: string | undefined): string {
  return (
    URL.parse(address ?? "")
      ?.pathname.split("/")
      .at(-1) ?? ""
  );
}

/** A link to what a macro's parameter names: a file, a page, an address. */
export function linkToParameter(parameter: StorageElement, writing: Writing): HtmlNode[] {
  const resource = resourceIn(parameter);
  if (resource?.name === "ri:user") return mention(resource, writing);
  const text = rawTextOf(parameter.children).trim();
  const target = resource ? addressOf(resource, writing.context) : URL.parse(text)?.href;
  const shown = (resource && nameOf(resource)) || target || text;
  return target === undefined ? [shown] : [html("a", [shown], { href: target })];
}
