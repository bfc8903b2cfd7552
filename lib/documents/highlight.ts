import { plainText } from "./plain-text.ts";
import type { Term } from "./search-words.ts";

export type Range = [start: number, end: number];
export type Highlight = { text: string; matches: Range[] };

type Place = { start: number; end: number };
type Match = Place & { term: number };

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
  const shown = places.flatMap((place) => {
    const text = cut(markdown, place);
    const matches = matchesIn(text, terms);
    return matches.length > 0 ? [{ text, matches }] : [];
  });
  if (shown.length > 0) return shown;
  const text = cut(markdown, { start: 0, end: 0 });
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
function bestPlaces(matches: readonly Match[]): Place[] {
  const windows = matches.map(({ start, end }, index) => {
    const inside = [];
    for (let at = index; at < matches.length; at += 1) {
      const match = matches[at];
      if (!match || match.end > start + lengthAfter) break;
      inside.push(match.term);
    }
    return { start, end, score: new Set(inside).size * 100 + inside.length };
  });
  const chosen: Place[] = [];
  for (const place of windows.toSorted((a, b) => b.score - a.score || a.start - b.start)) {
    if (chosen.length === fragments) break;
    const isApart = chosen.every(({ start }) => Math.abs(start - place.start) > lengthBefore + lengthAfter);
    if (isApart) chosen.push(place);
  }
  return chosen.toSorted((a, b) => a.start - b.start);
}

/** The surroundings of a match as plain text: they begin and end between words, and hold the match, unless it is long. */
function cut(markdown: string, match: Place): string {
  const { start } = match;
  const from = start - lengthBefore;
  const to = start + lengthAfter;
  const end = Math.min(match.end, to);
  const before = from <= 0 ? 0 : from + spaceIn(markdown.slice(from, start), /\s/);
  const behind = to >= markdown.length ? to : end + spaceIn(markdown.slice(end, to), /\s\S*$/);
  return plainText(markdown.slice(before, behind).toWellFormed().replaceAll("\ufffd", ""));
}

function spaceIn(text: string, space: RegExp): number {
  const at = text.search(space);
  return at < 0 ? text.length : at;
}

function isLowSurrogate(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code >= 0xdc00 && code <= 0xdfff;
}
