import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { deflateSync } from "node:zlib";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createExtractor, type ExtractorOptions } from "./extractor.ts";
import { zipOf } from "./testing/zip-of.ts";

let folder: string;
let files = 0;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "extractor-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function file(name: string, bytes: Buffer | string) {
  const path = join(folder, String(files++));
  await writeFile(path, bytes);
  return { path, name, mime: "application/octet-stream" };
}

const extractor = (options: Partial<ExtractorOptions> = {}) =>
  createExtractor({ readable: [folder], ...options });

/** A PDF of one page that draws the same text over and over: a few kilobytes that take minutes, or all memory. */
function endlessPdf(megabytes: number): Buffer {
  const line = "BT /F1 9 Tf 10 10 Td (endless) Tj ET\n";
  const content = deflateSync(Buffer.alloc(megabytes * 1_000_000, line));
  const objects = [
    "<</Type/Catalog/Pages 2 0 R>>",
    "<</Type/Pages/Kids[3 0 R]/Count 1>>",
    "<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
    Buffer.concat([
      Buffer.from(`<</Length ${content.length}/Filter/FlateDecode>>stream\n`),
      content,
      Buffer.from("\nendstream"),
    ]),
    "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
  ];
  const parts: Buffer[] = [Buffer.from("%PDF-1.4\n")];
  for (const [at, object] of objects.entries()) {
    parts.push(Buffer.from(`${at + 1} 0 obj\n`), Buffer.from(object), Buffer.from("\nendobj\n"));
  }
  parts.push(Buffer.from("trailer<</Root 1 0 R/Size 6>>\n%%EOF\n"));
  return Buffer.concat(parts);
}

it("reads one file after the other in a child, each with its own answer", async () => {
  await using reader = extractor();
  const [text, bomb, json] = await Promise.allSettled([
    reader.extractFile(await file("a.txt", "hello")),
    reader.extractFile(
      await file("b.docx", zipOf([{ name: "word/document.xml", bytes: `<a>${" ".repeat(50_000_000)}</a>` }])),
    ),
    reader.extractFile(await file("c.json", "{}")),
  ]);
  expect(text).toMatchObject({ value: { text: "hello", mime: "text/plain" } });
  expect(bomb).toMatchObject({ reason: { outcome: "failed", message: expect.stringMatching(/zip bomb/) } });
  expect(json).toMatchObject({ value: { mime: "application/json" } });
});

it("stops a PDF without end when its time is over, and reads the next file", async () => {
  await using reader = extractor({ timeoutMs: 2000 });
  const began = performance.now();
  await expect(reader.extractFile(await file("endless.pdf", endlessPdf(400)))).rejects.toMatchObject({
    outcome: "failed",
    message: expect.stringMatching(/took longer than 2 s|memory/),
  });
  expect(performance.now() - began).toBeLessThan(10_000);
  expect(await reader.extractFile(await file("a.txt", "next"))).toMatchObject({ text: "next" });
});

it("stops what takes too much memory, and reads the next file", async () => {
  await using reader = extractor({ heapMb: 64, memoryMb: 200 });
  await expect(reader.extractFile(await file("large.pdf", endlessPdf(300)))).rejects.toMatchObject({
    outcome: "failed",
    message: expect.stringMatching(/memory/),
  });
  expect(await reader.extractFile(await file("a.txt", "next"))).toMatchObject({ text: "next" });
});

it("may read nothing but what it is given", async () => {
  await using reader = extractor();
  const hostname = { path: "/etc/hostname", name: "a.txt", mime: "text/plain" };
  await expect(reader.extractFile(hostname)).rejects.toMatchObject({ outcome: "failed" });
  expect(await readFile("/etc/hostname", "utf8")).not.toBe("");
});

it("leaves a file when its asker goes away", async () => {
  await using reader = extractor();
  const stop = new AbortController();
  const asked = reader.extractFile({ ...(await file("endless.pdf", endlessPdf(400))), signal: stop.signal });
  setTimeout(() => stop.abort(new Error("enough")), 300);
  await expect(asked).rejects.toThrow("enough");
  expect(await reader.extractFile(await file("a.txt", "next"))).toMatchObject({ text: "next" });
});
