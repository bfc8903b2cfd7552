import { createGunzip } from "node:zlib";
import { SaxesParser } from "saxes";
import { FetchError } from "#lib/net/fetch-error.ts";

export type SitemapEntry = { kind: "page" | "sitemap"; url: string };

/** Sizes after which a sitemap is cut: the protocol's own limits (50,000 addresses, 50 MB). */
export const sitemapMaxEntries = 50_000;
export const sitemapMaxBytes = 50_000_000;

/**
 * Reads a sitemap or sitemap index as it arrives, gzip or not (told by its first bytes: servers name it in many ways), or
 * a plain list of addresses. Memory is bounded by a piece of it.
 *
 * @throws FetchError when it isn't one, or is larger than `sitemapMaxBytes`
 */
export async function* readSitemap(body: AsyncIterable<Uint8Array>): AsyncGenerator<SitemapEntry> {
  const reader = new EntryReader();
  const decoder = new TextDecoder();
  let count = 0;
  for await (const chunk of inflated(body)) {
    for (const entry of reader.read(decoder.decode(chunk, { stream: true }))) {
      if (++count > sitemapMaxEntries) return;
      yield entry;
    }
  }
  yield* reader.end(decoder.decode());
}

async function* inflated(body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const { first, all } = await peek(body);
  const isGzip = first[0] === 0x1f && first[1] === 0x8b;
  let size = 0;
  for await (const chunk of isGzip ? gunzip(all) : all) {
    size += chunk.length;
    if (size > sitemapMaxBytes) throw new FetchError("too_large", "The sitemap is larger than 50 MB.");
    yield chunk;
  }
}

async function* gunzip(body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const unzip = createGunzip();
  const feeding = (async () => {
    for await (const chunk of body) {
      if (unzip.destroyed) return;
      if (!unzip.write(chunk))
        await new Promise<void>((go) => unzip.once("drain", go).once("close", () => go()));
    }
    unzip.end();
  })();
  feeding.catch((error) => unzip.destroy(error));
  try {
    yield* unzip as AsyncIterable<Uint8Array>;
  } catch (error) {
    if (error instanceof FetchError) throw error;
    throw new FetchError("encoding", "The sitemap's compression is broken.", { cause: error });
  }
}

async function peek(body: AsyncIterable<Uint8Array>) {
  const iterator = body[Symbol.asyncIterator]();
  let first: Uint8Array = new Uint8Array();
  while (first.length < 2) {
    const { value, done } = await iterator.next();
    if (done) break;
    first = first.length === 0 ? value : Buffer.concat([first, value]);
  }
  async function* all(): AsyncGenerator<Uint8Array> {
    yield first;
    yield* { [Symbol.asyncIterator]: () => iterator };
  }
  return { first, all: all() };
}

/** Collects `loc` elements of `url` and `sitemap`, or lines of a plain list. Entities are the five of XML only. */
class EntryReader {
  private readonly parser = new SaxesParser();
  private found: SitemapEntry[] = [];
  private kind: SitemapEntry["kind"] = "page";
  private location: string | undefined;
  private isList: boolean | undefined;
  private line = "";

  constructor() {
    this.parser.on("opentag", ({ name }) => {
      const local = name.slice(name.indexOf(":") + 1);
      if (local === "url") this.kind = "page";
      else if (local === "sitemap") this.kind = "sitemap";
      // image:loc and video:… are not pages.
      else if (name === "loc" || name === "sm:loc") this.location = "";
    });
    this.parser.on("text", (text) => this.addText(text));
    this.parser.on("cdata", (text) => this.addText(text));
    this.parser.on("closetag", ({ name }) => {
      if (this.location === undefined || !/^(sm:)?loc$/.test(name)) return;
      this.add(this.kind, this.location);
      this.location = undefined;
    });
    this.parser.on("error", (error) => {
      throw new FetchError("encoding", `The sitemap isn't well-formed: ${error.message.slice(0, 120)}`);
    });
  }

  private addText(text: string): void {
    if (this.location !== undefined && this.location.length < 4096) this.location += text;
  }

  private add(kind: SitemapEntry["kind"], text: string): void {
    const url = text.trim();
    if (/^https?:\/\//i.test(url)) this.found.push({ kind, url });
  }

  read(text: string): SitemapEntry[] {
    this.isList ??= text.trim() === "" ? undefined : !text.trimStart().startsWith("<");
    if (this.isList) this.readLines(text);
    else if (this.isList === false) this.parser.write(text.replace(/^\ufeff?\s*(?=<\?xml)/, ""));
    return this.found.splice(0);
  }

  private readLines(text: string): void {
    const lines = (this.line + text).split(/[\r\n]+/);
    this.line = (lines.pop() ?? "").slice(0, 4096);
    for (const line of lines) this.add("page", line);
  }

  end(text: string): SitemapEntry[] {
    const found = this.read(text);
    if (this.isList) this.readLines("\n");
    else if (this.isList === false) this.parser.close();
    return [...found, ...this.found.splice(0)];
  }
}
