import { describe, expect, it } from "vitest";
import { termsOf, unfinishedWord } from "./search-words.ts";

describe("the unfinished word", () => {
  it.each([
    ["conf", "conf"],
    ["web conf", "conf"],
    ["e-ma", "e-ma"],
    ["postgresql.co", "postgresql.co"],
    ["pg_du", "pg_du"],
    ["a or ba", "ba"],
    ['"full te', "te"],
    ['"fu', "fu"],
    ["日", "日"],
    ["é", "é"],
    ["x2", "x2"],
    ["conf ", ""],
    ["conf\t", ""],
    ['"full text"', ""],
    ["web -conf", ""],
    ["web or", ""],
    ["web OR", ""],
    ["a", ""],
    ["web a", ""],
    ["web !", ""],
    ["web +a", ""],
    ["", ""],
    [" ", ""],
  ])("of %j is %j", (typed, expected) => expect(unfinishedWord(typed)).toBe(expected));
});

describe("the terms", () => {
  const shown = (typed: string) =>
    termsOf(typed).map(({ words, isUnfinished }) => words.join(" ") + (isUnfinished ? "…" : ""));

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
