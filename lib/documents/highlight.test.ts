import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Highlight, highlightsOf, matchesIn } from "./highlight.ts";
import { plainText } from "./plain-text.ts";
import { readSearch } from "./search-words.ts";

const termsOf = (typed: string) => readSearch(typed).terms;

/** Matches in brackets. */
function marked({ text, matches }: Highlight): string {
  let out = "";
  let at = 0;
  for (const [start, end] of matches) {
    out += `${text.slice(at, start)}[${text.slice(start, end)}]`;
    at = end;
  }
  return out + text.slice(at);
}

describe("matches", () => {
  it.each([
    ["dump ", "pg_dump and DUMP, not dumper or undump", "pg_[dump] and [DUMP], not dumper or undump"],
    ["dump", "dumper and undumped dump", "[dumper] and undumped [dump]"],
    ["pg_dump ", "run pg_dump or pg dump", "run [pg_dump] or [pg dump]"],
    ['"full text" full ', "full text, full  text, a full one", "[full text], [full  text], a [full] one"],
    ["postgresql.conf ", "see postgresql.conf.", "see [postgresql.conf]."],
    ["ÉCOLE ", "une école", "une [école]"],
    ["日本", "日本語 日本", "[日本語] [日本]"],
    ["c ", "c++ and c, abc", "[c]++ and [c], abc"],
    ["a.*b ", "a.*b axxb", "[a.*b] axxb"],
    ["zebra ", "none", "none"],
    ["-dump ", "dump", "dump"],
    ["𝒳𝒴 ", "𝒳𝒴 𝒳𝒴𝒵", "[𝒳𝒴] 𝒳𝒴𝒵"],
  ])("of %j in %j", (typed, text, expected) => {
    expect(marked({ text, matches: matchesIn(text, termsOf(typed)) })).toBe(expected);
  });
});

describe("highlights", () => {
  it("are the places with the most different words, in the order of the text", () => {
    const filler = "Nothing of note stands here. ".repeat(30);
    const text = `${filler}one alpha. ${filler}then alpha and beta together. ${filler}only beta. ${filler}alpha alpha`;
    const shown = highlightsOf(text, termsOf("alpha beta ")).map(marked);
    expect(shown).toHaveLength(3);
    expect(shown.join("…")).toContain("then [alpha] and [beta] together");
    expect(shown.join("…")).toContain("[alpha] [alpha]");
  });

  it.each([
    [
      `${"x ".repeat(60)}[Schedules](https://example.com/docs/a/very/long/address/of/schedules.md): cron, daylight`,
      "cron, [daylight]",
    ],
    [`${"w".repeat(500)} match ${"w".repeat(500)}`, "[match]"],
    [`${"ww ".repeat(50)}match${" ww".repeat(100)}`, `${"ww ".repeat(19)}[match]${" ww".repeat(58)}`],
  ])("begin and end between words in %j", (text, expected) => {
    expect(highlightsOf(text, termsOf("match or daylight ")).map(marked)).toEqual([expected]);
  });

  it("are the beginning when nothing matches there, and none of an empty text", () => {
    expect(highlightsOf("# Title\n\nSome *words*.", termsOf("zebra "))).toEqual([
      { text: "Title Some *words*.", matches: [] },
    ]);
    expect(highlightsOf("", termsOf("zebra "))).toEqual([]);
  });

  it("keep HTML as the text that it is", () => {
    const [highlight] = highlightsOf("a <script>alert(1)</script> <b>match</b>", termsOf("match "));
    expect(highlight && marked(highlight)).toBe("a <script>alert(1)</script> <b>[match]</b>");
  });

  it("hold ranges of whole characters within their text, whatever the text", () => {
    const word = fc.constantFrom(
      "foo",
      "bar",
      "😀",
      "𝒳",
      "e\u0301",
      " ",
      "\n",
      "](",
      "[",
      "|",
      "`",
      "\\",
      "# ",
    );
    const text = fc.array(word, { maxLength: 400 }).map((words) => words.join(""));
    fc.assert(
      fc.property(text, (markdown) => {
        for (const { text: shown, matches } of highlightsOf(markdown, termsOf("foo 𝒳 ba"))) {
          expect(shown.isWellFormed()).toBe(true);
          let before = 0;
          for (const [start, end] of matches) {
            expect(start).toBeGreaterThanOrEqual(before);
            expect(end).toBeGreaterThan(start);
            expect(shown.slice(start, end).isWellFormed()).toBe(true);
            before = end;
          }
          expect(before).toBeLessThanOrEqual(shown.length);
        }
      }),
    );
  });

  it.each([
    ["one endless word", "a".repeat(400_000)],
    ["endless words that nearly match", "foofoofoofoo".repeat(30_000)],
    ["nothing but matches", "foo bar ".repeat(50_000)],
    ["brackets", "[".repeat(200_000) + "](".repeat(100_000)],
    ["backticks and bars", "`|".repeat(200_000)],
    ["white space", `foo${" ".repeat(200_000)}bar${"\n".repeat(200_000)}`],
  ])("cost little in %s", (_, text) => {
    const began = performance.now();
    const shown = highlightsOf(text, termsOf('foo "foo bar" aa aaa'));
    expect(performance.now() - began).toBeLessThan(1000);
    expect(shown.every((highlight) => highlight.text.length < 500)).toBe(true);
  });
});

describe("plain text", () => {
  it.each([
    ["# Head\n\nText", "Head Text"],
    ["- one\n- two", "one two"],
    ["> said", "said"],
    ["a [link](https://example.com/x) b", "a link b"],
    ["![alt](x.png) c", "alt c"],
    ["see](https://example.com/cut", "see"],
    ["| a | b |\n| --- | :-: |\n| 1 | 2 |", "a b 1 2"],
    ["```sh\nnpm start\n```", "npm start"],
    ["**bold** and `code` and pg\\_dump", "bold and code and pg_dump"],
    ["1 < 2 &amp; \\<b>", "1 < 2 &amp; <b>"],
    ["", ""],
  ])("of %j is %j", (markdown, expected) => expect(plainText(markdown)).toBe(expected));
});
