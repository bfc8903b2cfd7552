import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeText } from "./html-charset.ts";
import { htmlToMarkdown, readHtmlPage } from "./html-to-markdown.ts";

const fixture = (name: string) => readFileSync(new URL(`./fixtures/html/${name}`, import.meta.url), "utf8");

describe("readHtmlPage", () => {
  it("reads an article of today, without what surrounds it", () => {
    const page = readHtmlPage(fixture("blog-post.html"), "https://beispiel.example/blog/ausfaelle?utm=1");
    expect(page.text).toBe(
      `
# Wie wir Ausfälle messen

Von [Ada Beispiel](https://beispiel.example/autor/ada), 1\\. Februar

Jede Messung beginnt mit einer **Frage**: was *genau* ist kaputt? Mehr dazu in der [Hilfe](https://beispiel.example/hilfe/start.html#anfang).

## Die Werte

Ausfälle je Monat

| Monat | Zahl |
| --- | --- |
| Januar | 3 |
| Februar \\| März | **0** |

\`\`\`sql
select count(*)
from ausfaelle
where a < 3;
\`\`\`

Hinweis: Zahlen sind gerundet.

- eins
  - eins a
- zwei

3. drei
4. vier

> Wer misst, misst Mist.
>
> Sprichwort

![Kurve (2026)](https://beispiel.example/blog/kurve.png)

Die Kurve
`
        .trim()
        .replace("1\\. Februar", "1. Februar"),
    );
  });

  it("keeps what the page says of itself", () => {
    const page = readHtmlPage(fixture("blog-post.html"), "https://beispiel.example/blog/ausfaelle?utm=1");
    expect(page).toMatchObject({
      title: "Wie wir Ausfälle messen | Beispiel GmbH",
      language: "de-DE",
      description: "Ein Blick auf unsere Messwerte.",
      author: "Ada Beispiel",
      siteName: "Beispiel GmbH",
      keywords: "Ausfall, Messung",
      createdAt: new Date("2026-02-03T07:00:00Z"),
      modifiedAt: new Date("2026-02-04T00:00:00Z"),
      canonical: "https://beispiel.example/blog/ausfaelle",
      truncated: false,
    });
    expect(page.links).toEqual([
      { url: "https://beispiel.example/blog/ausfaelle?utm=1", nofollow: false },
      { url: "https://beispiel.example/", nofollow: false },
      { url: "https://beispiel.example/produkt", nofollow: false },
      { url: "https://beispiel.example/preise", nofollow: false },
      { url: "https://beispiel.example/blog", nofollow: false },
      { url: "https://beispiel.example/autor/ada", nofollow: false },
      { url: "https://beispiel.example/hilfe/start.html", nofollow: false },
      { url: "https://beispiel.example/a", nofollow: false },
      { url: "https://beispiel.example/impressum", nofollow: false },
    ]);
  });

  it("reads tag soup of 1998: layout tables, no closing tags, navigation by link density", () => {
    const page = readHtmlPage(fixture("old-site.html"), "http://library.example/hours.htm");
    expect(page.language).toBe("en-GB");
    expect(page.text).toBe(
      `
# Opening hours

The library is open on **weekdays** from nine to five, and on Saturdays until noon; it is closed on Sundays & on bank holidays.

Ring twice.  
Wait.

| Monday | 9–17 |
| --- | --- |
| Saturday | 9–12 |
`.trim(),
    );
  });

  it("reads a page of a real manual", () => {
    const page = readHtmlPage(
      fixture("sql-createsequence.html"),
      "http://docs.example/15/sql-createsequence.html",
    );
    expect(page.title).toBe("CREATE SEQUENCE");
    expect(page.text).toMatch(/^## CREATE SEQUENCE\n\nCREATE SEQUENCE — define a new sequence generator\n/);
    expect(page.text).toContain("```\nCREATE [ { TEMPORARY | TEMP } | UNLOGGED ] SEQUENCE");
    expect(page.text).toMatch(/- \*`increment`\*\n\n {2}The optional clause `INCREMENT BY \*?increment/);
    expect(page.text).toContain("[DROP SEQUENCE](http://docs.example/15/sql-dropsequence.html)");
    expect(page.text).not.toMatch(/Prev|Home/);
    expect(page.links.map(({ url }) => url)).toContain("http://docs.example/15/index.html");
  });

  it("keeps the content of an index page, which is all links", () => {
    const page = readHtmlPage(fixture("index.html"), "http://docs.example/15/");
    expect(page.text).toContain("- [I. Tutorial](http://docs.example/15/tutorial.html)");
    expect(page.links.length).toBeGreaterThan(100);
  });

  it.each([
    ["a main landmark", "<nav>menu</nav><main><p>Hi</p></main><footer>foot</footer>", "Hi"],
    ["a role", '<div role="navigation">menu</div><div role="main"><p>Hi</p></div>', "Hi"],
    [
      "the one article",
      "<header>logo</header><article><p>Hi there</p></article><footer>foot</footer>",
      "Hi there",
    ],
    ["several articles", "<article>One</article><article>Two</article>", "One\n\nTwo"],
    ["an empty main, filled by scripts", "<main></main><div><p>Plain content</p></div>", "Plain content"],
    ["only navigation", '<nav><a href="/a">All there is</a></nav>', "[All there is](http://s.example/a)"],
    [
      "a name that lies",
      '<div class="nav-layout"><h1>T</h1><p>Everything is in here.</p></div>',
      "# T\n\nEverything is in here.",
    ],
    [
      "hidden parts",
      '<p>Seen</p><p hidden>x</p><p style="display: none">y</p><p aria-hidden="true">z</p>',
      "Seen",
    ],
    ["nothing", "", ""],
    ["no markup", "just text", "just text"],
  ])("finds the main text of %s", (_, html, text) => {
    expect(readHtmlPage(html, "http://s.example/").text).toBe(text);
  });

  it.each([
    ["0; url=/next", { seconds: 0, url: "http://s.example/next" }],
    ["5;URL='http://other.example/'", { seconds: 5, url: "http://other.example/" }],
    ["30", undefined],
    ["0;url=javascript:alert(1)", undefined],
  ])("reads a refresh of %j", (content, refresh) => {
    expect(
      readHtmlPage(`<meta http-equiv=refresh content="${content}">`, "http://s.example/").refresh,
    ).toEqual(refresh);
  });

  it.each([
    ['<meta property="article:published_time" content="2025-05-01T10:00:00Z">', "2025-05-01T10:00:00.000Z"],
    ['<meta name="date" content="2025-05-01 10:00">', "2025-05-01T10:00:00.000Z"],
    ['<time datetime="2025-05-01">May</time>', "2025-05-01T00:00:00.000Z"],
    ['<time datetime="2025-05-01">May</time><time datetime="2025-06-01">June</time>', undefined],
    [
      '<time datetime="2025-05-01">May</time><time pubdate datetime="2025-06-01">June</time>',
      "2025-06-01T00:00:00.000Z",
    ],
    ['<meta name="date" content="last Tuesday">', undefined],
    ['<script type="application/ld+json">{broken</script><p>x', undefined],
  ])("dates %s", (html, date) => {
    expect(readHtmlPage(html, "http://s.example/").createdAt?.toISOString()).toBe(date);
  });

  it("starts relative links from the base element and leaves out what isn't the web", () => {
    const html =
      '<base href="/deep/"><a href="a">a</a><a href="#x">x</a><a href="javascript:x()">j</a><a href="mailto:a@b.example">m</a>' +
      '<a href="http://[broken">b</a><a href=" b ">b</a><area href="c"><iframe src="frame"></iframe><a href="#!d">d</a>';
    const page = readHtmlPage(html, "http://s.example/p/q");
    expect(page.links.map(({ url }) => url.replace("http://s.example", ""))).toEqual([
      "/deep/frame",
      "/deep/a",
      "/deep/",
      "/deep/b",
      "/deep/c",
      "/deep/#!d",
    ]);
    expect(page.text).toContain("[m](mailto:a@b.example)");
    expect(page.text).not.toContain("javascript:");
  });

  it("adds up robots, and calls a link nofollow only when each mention is", () => {
    const page = readHtmlPage(
      '<meta name=robots content=NoIndex><meta name=ROBOTS content=nofollow><a rel="nofollow ugc" href=/a>a</a><a rel=nofollow href=/b>b</a><a href=/b>b</a>',
      "http://s.example/",
    );
    expect(page.robots).toMatch(/noindex.*nofollow/);
    expect(page.links.map(({ nofollow }) => nofollow)).toEqual([true, false]);
  });
});

describe("htmlToMarkdown", () => {
  it.each([
    ["<p>a <b> bold </b>b<i></i> c</p>", "a **bold** b c"],
    ["<b>one <b>two</b></b> <em><i>x</i></em>", "**one two** *x*"],
    [
      "<p>pg_dump and _x_ and 2*3 * 4 and [x] and &lt;div&gt; a &lt; b</p>",
      "pg_dump and \\_x\\_ and 2\\*3 * 4 and \\[x\\] and \\<div> a < b",
    ],
    [
      "<p># no heading</p><p>1. no list</p><p>- nor this</p><p>&gt; nor that</p><p>-1 + 2</p>",
      "\\# no heading\n\n1\\. no list\n\n\\- nor this\n\n\\> nor that\n\n-1 + 2",
    ],
    ["<code>a`b</code> <code>`</code> <code></code>", "``a`b`` `` ` ``"],
    ["<pre>\n  x\n   y\n\n</pre>", "```\n  x\n   y\n```"],
    ["<pre>```</pre>", "````\n```\n````"],
    [
      '<div class="highlight-python"><pre class="language-python"><span class="lineno">1</span>x = 1</pre></div>',
      "```python\nx = 1\n```",
    ],
    ["a<br>b<br><br>c", "a  \nb  \n  \nc"],
    ["<a href='http://x.example/a(b)'> link </a>", "[link](http://x.example/a%28b%29)"],
    ["<a href='/x'><div>block</div><p>card</p></a>", "block\n\ncard"],
    ["<a href='#top'>top</a><a href='/x'></a><h2>T <a href='#t'>#</a></h2>", "top\n\n## T"],
    ["<h1><a href='/x'>Linked <b>title</b></a></h1><h2></h2>", "# Linked title"],
    ["<ul><li><p>a</p><p>b</p></li><li>c</li></ul>", "- a\n\n  b\n\n- c"],
    ["<ol><li>a<pre>x\n\ny</pre></li></ol>", "1. a\n\n   ```\n   x\n\n   y\n   ```"],
    ["<dl><dt>Term</dt><dd>Meaning</dd><dt>Other</dt></dl>", "- Term\n\n  Meaning\n\n- Other"],
    [
      "<table><tr><td rowspan=2>a</td><td>b</td></tr><tr><td>c</td></tr></table>",
      "| a | b |\n| --- | --- |\n| a | c |",
    ],
    [
      "<table><tr><th colspan=2>h</th></tr><tr><td>1<td>2<br>3</table>",
      "| h |  |\n| --- | --- |\n| 1 | 2 3 |",
    ],
    ["<table role=presentation><tr><td>left<td>right</table>", "left\n\nright"],
    ["<table><tr><td>only</td></tr></table>", "only"],
    ["<hr><p>x</p>", "---\n\nx"],
    ["<img src=/a.png alt='A [b]'><img src=/b.png><img alt=c>", "![A \\[b\\]](http://b.example/a.png)c"],
    ["<del>old</del> <q>said</q> H<sub>2</sub>O", "~~old~~ “said” H2O"],
    ["<details><summary>More</summary><p>text</p></details>", "**More**\n\ntext"],
    ["<button>x</button><select><option>y</select><textarea>z</textarea><script>w</script>t", "t"],
    ["a\u00a0b\u200bc  \n d", "a b c d"],
  ])("writes %j", (html, markdown) => {
    expect(htmlToMarkdown(html, "http://b.example/")).toBe(markdown);
  });

  it("never fails and never hangs, whatever it is given", () => {
    const piece = fc.oneof(
      fc.constantFrom(
        "<p>",
        "</p>",
        "<table>",
        "<tr>",
        "<td rowspan=9 colspan=0>",
        "<ul>",
        "<li>",
        "</ul>",
        "<a href='",
        "<b>",
      ),
      fc.constantFrom(
        "<pre>",
        "<!--",
        "]]>",
        "<svg>",
        "<main>",
        "</main>",
        "<nav>",
        "&amp",
        "&#x0;",
        "<title>",
        "<dl><dd>",
      ),
      fc.string(),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
        expect(htmlToMarkdown(pieces.join(""))).toBeTypeOf("string");
        expect(readHtmlPage(pieces.join(""), "http://s.example/").links).toBeInstanceOf(Array);
      }),
    );
  });

  it.each([
    ["unclosed elements", "<b>".repeat(1_000_000) + "</i>".repeat(1_000_000)],
    ["nested quotes", "<blockquote>x".repeat(500_000)],
    ["nested lists", "<ul><li>x".repeat(500_000)],
    ["nested tables", "<table><tr><td>x".repeat(300_000)],
    ["a million links", "<a href=x>y</a> ".repeat(500_000)],
    ["stars and underscores", `<p>${"*_`[<".repeat(500_000)}`],
    ["backticks", `<code>${"` ".repeat(500_000)}</code>`],
    ["spaces", `<p>${" \n".repeat(2_000_000)}x`],
    ["attributes", `<p ${"a=b ".repeat(500_000)}>x`],
  ])("reads %s in bounded time", (_, html) => {
    const started = performance.now();
    readHtmlPage(html, "http://s.example/");
    expect(performance.now() - started).toBeLessThan(5000);
  });
});

describe("decodeText", () => {
  const latin = Buffer.from("<p>Grüße</p>", "latin1");
  it.each([
    ["the header", latin, "text/html; charset=ISO-8859-1"],
    ["a quoted label", latin, 'text/html; charset="windows-1252"'],
    ["a meta element", Buffer.concat([Buffer.from("<meta charset=latin1>"), latin]), "text/html"],
    [
      "http-equiv",
      Buffer.concat([Buffer.from('<meta http-equiv=x content="text/html; charset=latin1">'), latin]),
      undefined,
    ],
    ["XML", Buffer.concat([Buffer.from('<?xml version="1.0" encoding="iso-8859-1"?>'), latin]), undefined],
    ["its bytes, not UTF-8", latin, undefined],
    ["its bytes, UTF-8", Buffer.from("<p>Grüße</p>"), undefined],
    ["a byte order mark, against the header", Buffer.from("\ufeff<p>Grüße</p>"), "text/html; charset=latin1"],
    ["UTF-16", Buffer.from("\ufeff<p>Grüße</p>", "utf16le"), undefined],
    ["a meta that can't be true", Buffer.from("<meta charset=utf-16><p>Grüße</p>"), undefined],
    ["an unknown label", Buffer.from("<p>Grüße</p>"), "text/html; charset=klingon"],
  ])("decodes by %s", (_, bytes, contentType) => {
    expect(decodeText(bytes, contentType)).toMatch(/<p>Grüße<\/p>$/);
  });

  it("knows the encodings of old pages", () => {
    expect(decodeText(Buffer.from([0x93, 0xfa, 0x96, 0x7b]), "text/html; charset=Shift_JIS")).toBe("日本");
    expect(decodeText(Buffer.from([0xcf, 0xf0, 0xe8]), "text/html; charset=windows-1251")).toBe("При");
    expect(decodeText(Buffer.from([0x80, 0x93]), "text/html; charset=iso-8859-1")).toBe("€“");
  });
});
