import { plainText } from "./plain-text.ts";
import type { Term } from "./search-words.ts";

export type Range = [start: number, end: number];
export type Highlight = { text: string; matches: Range[] };

type Match = { start: number; end: number; term: number };

const fragments = 3;
const lengthBefore = 60;
const lengthAfter = 180;
/** A longer text has its best places near its beginning as well. */
const matchesAtMost = 300;

/** Where the terms are in a text, whole words alone. */
export function matchesIn(text: string, terms: readonly Term[]): Range[] {
  return findMatches(text, terms, Number.POSITIVE_INFINITY).map(({ start, end }) => [start, end]);
}

/**
 * The pieces of a Markdown text that show best why it was found, as plain text; its beginning when no term is in it.
 * Costs no more than in proportion to the text, whatever stands there.
 */
export function highlightsOf(markdown: string, terms: readonly Term[]): Highlight[] {
  const places = bestPlaces(findMatches(markdown, terms, matchesAtMost));
  const shown = places.flatMap((start) => {
    const text = cut(markdown, start - lengthBefore, start + lengthAfter);
    const matches = matchesIn(text, terms);
    return matches.length > 0 ? [{ text, matches }] : [];
  });
  if (shown.length > 0) return shown;
  const text = cut(markdown, 0, lengthBefore + lengthAfter);
  return text === "" ? [] : [{ text, matches: matchesIn(text, terms) }];
}

function findMatches(text: string, terms: readonly Term[], atMost: number): Match[] {
  const pattern = patternOf(terms);
  const matches: Match[] = [];
  while (pattern && matches.length < atMost) {
    const found = pattern.exec(text);
    if (!found) break;
    const start = found.index;
    const end = pattern.lastIndex;
    if (isWithinWord(text, start) || isWithinWord(text, end)) {
      // No term begins inside a word: going on behind it keeps this linear.
      pattern.lastIndex = endOfWord(text, Math.max(start, 0));
      continue;
    }
    matches.push({ start, end, term: found.slice(1).findIndex((group) => group !== undefined) });
  }
  return matches;
}

const between = "[^\\p{L}\\p{N}\\p{M}]{1,3}";

/** A group for each term, the longest first, so that a phrase wins over its first word. Words hold no syntax. */
function patternOf(terms: readonly Term[]): RegExp | undefined {
  if (terms.length === 0) return undefined;
  const sources = terms.map(
    ({ words, isUnfinished }) => words.join(between) + (isUnfinished ? "[\\p{L}\\p{N}\\p{M}]*" : ""),
  );
  const longestFirst = sources.toSorted((a, b) => b.length - a.length);
  return new RegExp(longestFirst.map((source) => `(${source})`).join("|"), "giu");
}

const wordAround = /[\p{L}\p{N}\p{M}]{2}/u;

function isWithinWord(text: string, at: number): boolean {
  if (at <= 0 || at >= text.length) return false;
  const before = text.codePointAt(at - (isLowSurrogate(text, at - 1) ? 2 : 1)) ?? 0;
  const after = text.codePointAt(at) ?? 0;
  return wordAround.test(String.fromCodePoint(before, after));
}

function endOfWord(text: string, at: number): number {
  const rest = /[\p{L}\p{N}\p{M}]+/uy;
  rest.lastIndex = at;
  return rest.test(text) ? rest.lastIndex : at + 1;
}

/** Begins of the windows with the most different terms, then the most matches; in the order of the text. */
function bestPlaces(matches: readonly Match[]): number[] {
  const windows = matches.map(({ start }, index) => {
    const inside = [];
    for (let at = index; at < matches.length; at += 1) {
      const match = matches[at];
      if (!match || match.end > start + lengthAfter) break;
      inside.push(match.term);
    }
    return { start, score: new Set(inside).size * 100 + inside.length };
  });
  const chosen: number[] = [];
  for (const { start } of windows.toSorted((a, b) => b.score - a.score || a.start - b.start)) {
    if (chosen.length === fragments) break;
    if (chosen.every((other) => Math.abs(other - start) > lengthBefore + lengthAfter)) chosen.push(start);
  }
  return chosen.toSorted((a, b) => a - b);
}

/** A piece of a Markdown text as plain text; it begins and ends with whole words, unless they are very long. */
function cut(markdown: string, from: number, to: number): string {
  const start = from <= 0 ? 0 : nextSpace(markdown, from);
  const end = to >= markdown.length ? markdown.length : lastSpace(markdown, to);
  return plainText(markdown.slice(start, Math.max(start, end)).toWellFormed().replaceAll("\ufffd", ""));
}

const longWord = 40;

function nextSpace(text: string, at: number): number {
  const space = text.slice(at, at + longWord).search(/\s/);
  return space < 0 ? at : at + space;
}

function lastSpace(text: string, at: number): number {
  const space = /\s\S*$/.exec(text.slice(at - longWord, at));
  return space ? at - longWord + space.index : at;
}

function isLowSurrogate(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code >= 0xdc00 && code <= 0xdfff;
}
