import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { readSitemap, sitemapMaxEntries } from "./sitemap.ts";

async function* inPieces(bytes: Uint8Array, size: number) {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

const read = async (text: string | Uint8Array, size = 7) => {
  const bytes = typeof text === "string" ? Buffer.from(text) : text;
  const entries: string[] = [];
  for await (const { kind, url } of readSitemap(inPieces(bytes, size))) entries.push(`${kind} ${url}`);
  return entries;
};

const urlset = `<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">
  <url><loc> http://s.example/a?x=1&amp;y=2 </loc><lastmod>2026-01-01</lastmod>
    <image:image><image:loc>http://s.example/a.png</image:loc></image:image></url>
  <url><loc><![CDATA[http://s.example/b]]></loc></url>
  <url><loc>javascript:alert(1)</loc></url>
</urlset>`;

describe("readSitemap", () => {
  it.each([1, 7, 10_000])("reads pages in pieces of %i bytes", async (size) => {
    expect(await read(urlset, size)).toEqual(["page http://s.example/a?x=1&y=2", "page http://s.example/b"]);
  });

  it("reads gzip, whatever the server called it", async () => {
    expect(await read(gzipSync(urlset))).toHaveLength(2);
    expect(await read(gzipSync(urlset), 1)).toHaveLength(2);
  });

  it("tells the sitemaps of an index from pages", async () => {
    const index =
      '<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><sitemap><loc>http://s.example/1.xml.gz</loc></sitemap></sitemapindex>';
    expect(await read(index)).toEqual(["sitemap http://s.example/1.xml.gz"]);
  });

  it("reads a prefixed one and a plain list", async () => {
    expect(
      await read('<sm:urlset xmlns:sm="x"><sm:url><sm:loc>http://s.example/a</sm:loc></sm:url></sm:urlset>'),
    ).toEqual(["page http://s.example/a"]);
    expect(await read("http://s.example/a\r\nhttp://s.example/b\nnot one\n\nhttp://s.example/c")).toEqual([
      "page http://s.example/a",
      "page http://s.example/b",
      "page http://s.example/c",
    ]);
  });

  it("stops at the protocol's limit", async () => {
    const lines = Array.from({ length: sitemapMaxEntries + 10 }, (_, i) => `http://s.example/${i}\n`).join(
      "",
    );
    expect(await read(lines, 65_536)).toHaveLength(sitemapMaxEntries);
  });

  it.each([
    ["a web page", "<!doctype html><html><body><p>Not found<br></body></html>"],
    ["broken XML", "<urlset><url><loc>http://s.example/a</url></urlset>"],
    [
      "entities of its own",
      '<!DOCTYPE x [<!ENTITY a "aaaa">]><urlset><url><loc>http://s.example/&a;</loc></url></urlset>',
    ],
    ["cut gzip", gzipSync(urlset).subarray(0, 100)],
  ])("refuses %s", async (_, text) => {
    await expect(read(text, 100)).rejects.toMatchObject({ kind: "encoding" });
  });

  it("refuses a bomb after 50 MB", async () => {
    const bomb = gzipSync(Buffer.alloc(60_000_000, " "));
    await expect(read(bomb, 65_536)).rejects.toMatchObject({ kind: "too_large" });
  });
});
