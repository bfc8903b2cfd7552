import { type HtmlElement, isElement } from "./html-tree.ts";

export type PageFacts = { createdAt?: Date; modifiedAt?: Date; author?: string };

const dateForm = /^\d{4}-\d{2}(-\d{2})?([T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?( ?(Z|[+-]\d{2}:?\d{2}))?)?$/i;

/** Reads a date as pages write it (ISO 8601, RFC 2822); without a zone it is taken as UTC. Undefined for anything else. */
export function parsePageDate(text: string | undefined): Date | undefined {
  const value = text?.trim() ?? "";
  const isIso = dateForm.test(value);
  if (!isIso && !/^\w{3}, \d{1,2} \w{3} \d{4} /.test(value)) return undefined;
  const iso = value.replace(" ", "T").replace(" ", "");
  const zoned = !isIso ? value : /T/.test(iso) && !/(Z|[+-]\d{2}:?\d{2})$/i.test(iso) ? `${iso}Z` : iso;
  const date = new Date(zoned);
  const year = date.getUTCFullYear();
  return year >= 1970 && year < 2200 ? date : undefined;
}

/** Dates and author from a page's JSON-LD, of the first object that has them. Broken JSON is passed over. */
export function readJsonLd(scripts: readonly string[]): PageFacts {
  for (const script of scripts) {
    if (script.length > 500_000) continue;
    try {
      const facts = factsIn(JSON.parse(script), 0);
      if (facts) return facts;
    } catch {
      // Pages hold a lot of JSON that isn't.
    }
  }
  return {};
}

function factsIn(value: unknown, depth: number): PageFacts | undefined {
  if (depth > 4 || typeof value !== "object" || value === null) return undefined;
  if (Array.isArray(value)) return firstFacts(value.slice(0, 200), depth);
  const entry: { [key: string]: unknown } = { ...value };
  const createdAt = parsePageDate(textOf(entry.datePublished) ?? textOf(entry.dateCreated));
  const modifiedAt = parsePageDate(textOf(entry.dateModified));
  if (createdAt || modifiedAt) return { createdAt, modifiedAt, author: nameOf(entry.author) };
  return firstFacts([entry["@graph"], entry.mainEntity], depth);
}

function firstFacts(values: readonly unknown[], depth: number): PageFacts | undefined {
  for (const value of values) {
    const facts = factsIn(value, depth + 1);
    if (facts) return facts;
  }
  return undefined;
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" && value.trim() !== "" ? value.trim() : undefined;
}

function nameOf(author: unknown): string | undefined {
  const first: unknown = Array.isArray(author) ? author[0] : author;
  if (typeof first === "object" && first !== null && "name" in first) return textOf(first.name);
  return textOf(first);
}

/** The date of the main text's `time` element: the one marked as its publication, or the only one. */
export function readTimeElement(main: HtmlElement): Date | undefined {
  const times = timesIn(main, []);
  const marked = times.find(({ attributes }) => {
    return attributes.pubdate !== undefined || attributes.itemprop === "datePublished";
  });
  const only = new Set(times.map(({ attributes }) => attributes.datetime)).size === 1 ? times[0] : undefined;
  return parsePageDate((marked ?? only)?.attributes.datetime);
}

function timesIn(element: HtmlElement, found: HtmlElement[]): HtmlElement[] {
  for (const child of element.children) {
    if (!isElement(child)) continue;
    if (child.tag === "time" && child.attributes.datetime) found.push(child);
    else timesIn(child, found);
  }
  return found;
}
