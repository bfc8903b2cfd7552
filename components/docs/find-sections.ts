/** A section of the documentation as it is searched. */
export type SearchedSection = { href: string; page: string; title: string; text: string };
export type FoundSection = SearchedSection & { excerpt: string };

const most = 30;
const excerptLength = 140;

/** The sections that have all the words, those of a title's first letters too, in the order of the pages. */
export function findSections(sections: SearchedSection[], typed: string): FoundSection[] {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return [];
  return sections
    .filter(({ page, title, text }) => {
      const all = `${page} ${title} ${text}`.toLowerCase();
      return words.every((word) => all.includes(word));
    })
    .slice(0, most)
    .map((section) => ({ ...section, excerpt: excerptOf(section.text, words) }));
}

/** The part of a text in which the first of the words stands, cut at spaces. */
function excerptOf(text: string, words: string[]): string {
  const places = words.map((word) => text.toLowerCase().indexOf(word)).filter((at) => at >= 0);
  const at = Math.max(0, Math.min(...places, text.length) - excerptLength / 3);
  const from = at === 0 || places.length === 0 ? 0 : text.indexOf(" ", at) + 1;
  const cut = text.slice(from, from + excerptLength);
  const isCut = from + excerptLength < text.length;
  return `${from > 0 ? "… " : ""}${isCut ? `${cut.slice(0, cut.lastIndexOf(" "))} …` : cut}`;
}
