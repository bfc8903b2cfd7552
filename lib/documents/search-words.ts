/** What is searched for, as it is marked in a text: words in a row, the last of them perhaps unfinished. */
export type Term = { words: string[]; isUnfinished: boolean };

/** What somebody typed, as PostgreSQL's `websearch_to_tsquery` reads it, and the word at its end that may go on. */
export type Typed = { query: string; unfinished: string; terms: Term[] };

type Token = { isExcluded: boolean; isQuoted: boolean; words: string[] };

const word = /[\p{L}\p{N}\p{M}]+/gu;

/**
 * Reads a search: words, "phrases", -without, or. Names with punctuation inside (`pg_dump`, `e-mail`) are their parts in
 * a row, as they are indexed. The word at the end is unfinished unless a space or quote ends it: then it stands for all
 * words that begin with it.
 */
export function readSearch(typed: string): Typed {
  const tokens = tokensOf(typed);
  const unfinished = unfinishedWord(typed, tokens.at(-1));
  const terms = tokens
    .filter((token) => !token.isExcluded && !isOr(token))
    .map(({ words }) => ({ words, isUnfinished: false }));
  const last = terms.at(-1);
  if (last && unfinished !== "") last.isUnfinished = true;
  return { query: tokens.map(written).join(" "), unfinished, terms };
}

function tokensOf(typed: string): Token[] {
  return [...typed.matchAll(/(-?)"([^"]*)(?:"|$)|([^\s"]+)/gu)].flatMap(([, sign, phrase, single = ""]) => {
    const words = (phrase ?? single).match(word) ?? [];
    const isExcluded = sign === "-" || single.startsWith("-");
    return words.length === 0 ? [] : [{ isExcluded, isQuoted: phrase !== undefined, words }];
  });
}

function isOr({ isExcluded, isQuoted, words }: Token): boolean {
  return !isExcluded && !isQuoted && words.length === 1 && words[0]?.toLowerCase() === "or";
}

function written(token: Token): string {
  const { isExcluded, isQuoted, words } = token;
  const text = words.join(" ");
  return `${isExcluded ? "-" : ""}${isQuoted || words.length > 1 ? `"${text}"` : text}`;
}

/** None after `or`, for what is excluded, and for a single Latin letter, which would stand for nearly everything. */
function unfinishedWord(typed: string, last: Token | undefined): string {
  const end = /[\p{L}\p{N}\p{M}]+$/u.exec(typed)?.[0] ?? "";
  if (!last || last.isExcluded || isOr(last)) return "";
  return end.length > 1 || /[^\p{ASCII}]/u.test(end) ? end : "";
}
