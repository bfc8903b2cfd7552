import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { defaultLimits, ExtractionError, type ExtractionLimits } from "./extraction.ts";
import { readFileText } from "./read-file.ts";
import { type ZipPart, zipOf } from "./testing/zip-of.ts";

// What is in `fixtures/files` was written by other programs than ours: python-docx, pptxgenjs, openpyxl, odfpy, reportlab.
const fixtures = join(import.meta.dirname, "fixtures", "files");

let folder: string;
let files = 0;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "read-file-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Reads bytes as a file of a name. */
async function read(
  name: string,
  bytes: Buffer | string,
  {
    mime = "application/octet-stream",
    limits = {},
  }: { mime?: string; limits?: Partial<ExtractionLimits> } = {},
) {
  const path = join(folder, String(files++));
  await writeFile(path, bytes);
  return readFileText({ path, name, mime }, { ...defaultLimits, ...limits });
}

async function refusal(...args: Parameters<typeof read>): Promise<string> {
  const error = await read(...args).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof ExtractionError)) throw error ?? new Error("It was read.");
  return `${error.outcome}: ${error.message}`;
}

describe("files of other programs", () => {
  const fixture = (name: string) => readFileText({ path: join(fixtures, name), name, mime: "" });
  const facts = { author: "Ada Lovelace" };

  it("docx: headings, lists, tables, marks and what it says of itself", async () => {
    expect(await fixture("lease.docx")).toEqual({
      ...facts,
      title: "Lease of the mill",
      language: "en-GB",
      createdAt: new Date("2026-03-01T12:00:00Z"),
      modifiedAt: new Date("2026-03-01T12:00:00Z"),
      mime: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
      metadata: {},
      text: [
        "# Lease of the mill",
        "The rent is 1,200 € a year, payable in März.",
        "## Duties",
        "- Keep the wheel turning\n- Sweep the floor",
        "| Item | Price |\n| --- | --- |\n| Flour | 3.50 |",
        "It was **agreed** by both.",
      ].join("\n\n"),
    });
  });

  it("pptx: slides with their tables and notes", async () => {
    const { text, metadata, title } = await fixture("review.pptx");
    expect({ metadata, title }).toEqual({ metadata: { slides: 2 }, title: "Mill review" });
    expect(text).toMatch(
      /^## Slide 1\n\nYear in review\n\n.*Überschuss: 300\n\n### Notes\n\nThank the farmers\./s,
    );
    expect(text).toMatch(/## Slide 2\n\nNumbers\n\n\| Month \| Tonnes \|\n\| --- \| --- \|\n\| May \| 3 \|$/);
  });

  it("xlsx: each sheet as a table, with dates, numbers and shares as they are shown", async () => {
    const { text, metadata } = await fixture("accounts.xlsx");
    expect(metadata).toEqual({ sheets: 3 });
    expect(text).toContain("## Income\n\n| Day | Sacks | Paid | Share | Open |");
    expect(text).toContain("| 2026-03-01 | 12 | 42.5 | 25% | TRUE |");
    expect(text).toContain("## Größe\n\n| Wheel | 4 \\| 5 m |");
  });

  it("odt: headings, lists and tables", async () => {
    expect(await fixture("letter.odt")).toMatchObject({
      ...facts,
      title: "Letter to the miller",
      text: "# Letter to the miller\n\nThe wheel needs oil; Öl, bitte.\n\n- Oil\n- Rope\n\n| Part | Count |\n| --- | --- |\n| Bolt | 8 |",
    });
  });

  it("pdf: lines and paragraphs of all pages", async () => {
    expect(await fixture("report.pdf")).toMatchObject({
      ...facts,
      title: "Report of the mill",
      metadata: { pages: 2 },
      text: "Report of the mill\n\nThe wheel turned on 300 days.\nNothing broke.\n\nA second paragraph, with a café.\n\nOn the second page: 42 sacks.",
    });
  });

  it("a pdf with a password is skipped, and says so", async () => {
    await expect(fixture("locked.pdf")).rejects.toMatchObject({
      outcome: "skipped",
      message: "It is password protected.",
    });
  });
});

describe("texts", () => {
  it.each([
    ["a.txt", "Grüße\r\nan alle", "text/plain", "Grüße\nan alle"],
    ["a.md", "# Title\n\n*text*", "text/markdown", "# Title\n\n*text*"],
    [
      "a.html",
      "<title>T</title><main><h1>H</h1><p>Body <b>bold</b></p></main>",
      "text/html",
      "# H\n\nBody **bold**",
    ],
    [
      "a.csv",
      'name;price\n"Mill; old";3\n',
      "text/csv",
      "| name | price |\n| --- | --- |\n| Mill; old | 3 |",
    ],
    ["a.json", '{"a": [1, 2]}', "application/json", '```json\n{"a": [1, 2]}\n```'],
  ])("%s", async (name, content, mime, text) => {
    expect(await read(name, content)).toMatchObject({ text, mime });
  });

  it("reads other charsets by their marks, their declaration or their bytes", async () => {
    const utf16 = Buffer.from("\ufeffZwölf", "utf16le");
    expect(await read("a.txt", utf16)).toMatchObject({ text: "Zwölf" });
    const latin1 = Buffer.from("Zwölf", "latin1");
    expect(await read("a.txt", latin1, { mime: "text/plain; charset=iso-8859-1" })).toMatchObject({
      text: "Zwölf",
    });
    expect(await read("a.txt", latin1)).toMatchObject({ text: "Zwölf" });
  });

  it("keeps so many characters and says that there were more", async () => {
    const { text, metadata } = await read("a.txt", "word ".repeat(1000), { limits: { maxCharacters: 100 } });
    expect(text.length).toBeLessThanOrEqual(100);
    expect(metadata).toEqual({ truncated: true });
  });

  it("leaves out NUL and halves of surrogate pairs", async () => {
    const { text } = await read("a.txt", Buffer.from("\ufeffhalf \ud83d pair \u0000 NUL", "utf16le"));
    expect(text).toMatch(/^half .+ pair .* NUL$/);
    expect(text.isWellFormed()).toBe(true);
    expect(text).not.toContain("\u0000");
  });
});

describe("what has no text", () => {
  it.each([
    ["nothing", "a.txt", "", /skipped: The file is empty/],
    ["only spaces", "a.txt", " \n\t ", /skipped: No text/],
    ["an image", "a.pdf", Buffer.from("89504e470d0a1a0a0000000d49484452", "hex"), /skipped: .*image\/png/],
    ["an archive", "a.docx", zipOf([{ name: "a.txt", bytes: "x" }]), /skipped: .*archive/],
    ["a program", "a.txt", Buffer.from("7f454c46020101000000000000000000", "hex"), /skipped: /],
    [
      "an old office file",
      "a.doc",
      Buffer.from(`d0cf11e0a1b11ae1${"00".repeat(600)}`, "hex"),
      /skipped: .*old binary/,
    ],
    ["rich text", "a.rtf", "{\\rtf1 hello}", /skipped: .*Rich Text/],
  ])("%s", async (_, name, bytes, expected) => {
    expect(await refusal(name, bytes)).toMatch(expected);
  });
});

const word = (document: string, more: ZipPart[] = []) =>
  zipOf([
    {
      name: "[Content_Types].xml",
      bytes:
        '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
    },
    { name: "word/document.xml", bytes: document },
    ...more,
  ]);
const body = (inner: string) =>
  `<?xml version="1.0"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>${inner}</w:body></w:document>`;
const billionLaughs = `<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "lol">${Array.from(
  { length: 9 },
  (_, i) => `<!ENTITY ${"bcdefghij"[i]} "${`&${"abcdefghi"[i]};`.repeat(10)}">`,
).join("")}]><w:document>&j;</w:document>`;
const external = `<?xml version="1.0"?><!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]><w:document>&f;</w:document>`;

describe("hostile files", () => {
  it.each([
    [
      "a zip bomb",
      word(body("<w:p/>"), [
        { name: "word/bomb.xml", bytes: Buffer.from(`<a>${" ".repeat(100_000_000)}</a>`) },
      ]),
      /failed: .*zip bomb/,
    ],
    [
      "one whose headers lie",
      word(body("<w:p/>"), [
        { name: "word/b.xml", bytes: Buffer.from(`<a>${" ".repeat(50_000_000)}</a>`), declaredSize: 10 },
      ]),
      /failed: /,
    ],
    ["entities that multiply", word(billionLaughs), /failed: .*document type/],
    ["an entity that names a file", word(external), /failed: .*document type/],
    ["XML nested without end", word(body("<w:p>".repeat(10_000))), /failed: .*nested deeper/],
    [
      "ten thousand parts",
      zipOf(Array.from({ length: 10_001 }, (_, n) => ({ name: `p${n}`, bytes: "" }))),
      /failed: .*more than 10000 parts/,
    ],
    ["half an archive", word(body("<w:p/>")).subarray(0, 100), /(failed|skipped): /],
    ["a pdf that is only a header", Buffer.from("%PDF-1.7\nrubbish"), /failed: The PDF is broken/],
    [
      "a pdf cut short",
      Buffer.from(
        "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>",
      ),
      /(failed|skipped): /,
    ],
  ])("%s fails with its reason", async (_, bytes, expected) => {
    const began = performance.now();
    expect(await refusal("hostile.docx", bytes)).toMatch(expected);
    expect(performance.now() - began).toBeLessThan(10_000);
  });

  it("names of parts are data: nothing is written where they point", async () => {
    const sneaky = word(body("<w:p><w:r><w:t>fine</w:t></w:r></w:p>"), [
      { name: "word/../../../../tmp/pwned.xml", bytes: "<x/>" },
    ]);
    expect(await refusal("a.docx", sneaky).catch(() => "read")).toMatch(/failed|read/);
  });
});
