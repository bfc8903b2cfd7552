import { describe, expect, it } from "vitest";
import { readSearch } from "./search-words.ts";

describe("the unfinished word", () => {
  it.each([
    ["conf", "conf"],
    ["web conf", "conf"],
    ["e-ma", "ma"],
    ["postgresql.co", "co"],
    ["pg_du", "du"],
    ["a or ba", "ba"],
    ['"full te', "te"],
    ['"fu', "fu"],
    ["日", "日"],
    ["é", "é"],
    ["x2", "x2"],
    ["conf ", ""],
    ["conf\t", ""],
    ["conf.", ""],
    ['"full text"', ""],
    ["web -conf", ""],
    ['web -"full te', ""],
    ["web or", ""],
    ["web OR", ""],
    ["a", ""],
    ["web a", ""],
    ["web !", ""],
    ["", ""],
    [" ", ""],
  ])("of %j is %j", (typed, expected) => expect(readSearch(typed).unfinished).toBe(expected));
});

describe("the query", () => {
  it.each([
    ["web conf", "web conf"],
    ['"full text" search', '"full text" search'],
    ['"full te', '"full te"'],
    ["pg_dump", '"pg dump"'],
    ["-next.config.js x", '-"next config js" x'],
    ["a or b", "a or b"],
    ['a "or" b', 'a "or" b'],
    ["C++ & C#", "C C"],
    ["ada@example.com", '"ada example com"'],
    ["Array<string>", '"Array string"'],
    ["'; drop table x; --", "drop table x"],
    ["!!! ...", ""],
  ])("of %j is %j", (typed, expected) => expect(readSearch(typed).query).toBe(expected));
});

describe("the terms", () => {
  const shown = (typed: string) =>
    readSearch(typed).terms.map(({ words, isUnfinished }) => words.join(" ") + (isUnfinished ? "…" : ""));

  it.each([
    ["web conf", ["web", "conf…"]],
    ["web conf ", ["web", "conf"]],
    ['"full text" search ', ["full text", "search"]],
    ['"full te', ["full te…"]],
    ["pg_dump ", ["pg dump"]],
    ["e-mail or post ", ["e mail", "post"]],
    ["web -conf", ["web"]],
    ['web -"full text" x ', ["web", "x"]],
    ["-web", []],
    ["!!! ...", []],
    ["straße ", ["straße"]],
  ])("of %j are %j", (typed, expected) => expect(shown(typed)).toEqual(expected));
});
