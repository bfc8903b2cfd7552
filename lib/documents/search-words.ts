/** What is searched for, as it is marked in a text: words in a row, the last of them perhaps unfinished. */
export type Term = { words: string[]; isUnfinished: boolean };

const word = /[\p{L}\p{N}\p{M}]+/gu;

/**
 * The word at the end of what somebody types, when it may go on: then it stands for all words that begin with it.
 * Empty after a space, a closing quote, `or`, for a word that is excluded, and for a single Latin letter.
 */
export function unfinishedWord(typed: string): string {
  const last = /(?:^|[\s"])([^\s"]+)$/u.exec(typed)?.[1] ?? "";
  if (last.startsWith("-") || last.toLowerCase() === "or") return "";
  const letters = (last.match(word) ?? []).join("");
  return letters.length > 1 || /[^\p{ASCII}]/u.test(letters) ? last : "";
}

/** The words and phrases that a match holds; not those that are excluded. */
export function termsOf(typed: string): Term[] {
  const unfinished = unfinishedWord(typed);
  const terms: Term[] = [];
  for (const [, sign, phrase, single] of typed.matchAll(/(-?)"([^"]*)(?:"|$)|([^\s"]+)/gu)) {
    if (sign === "-" || single?.startsWith("-") || single?.toLowerCase() === "or") continue;
    const words = (phrase ?? single ?? "").match(word) ?? [];
    if (words.length > 0) terms.push({ words, isUnfinished: false });
  }
  const last = terms.at(-1);
  if (last && unfinished !== "") last.isUnfinished = true;
  return terms;
}
