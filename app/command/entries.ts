/** Something that the palette offers. */
export type Entry = {
  id: string;
  group: "found" | "pages" | "actions" | "connectors" | "collections";
  words: string;
  /** What tells it from others of the same name. */
  aside?: string;
  choose: () => void;
};

/** Those whose words hold all that was typed, in any order; case and accents don't matter. */
export function matching(entries: Entry[], typed: string): Entry[] {
  const wanted = plain(typed).split(/\s+/).filter(Boolean);
  return entries.filter(({ words }) => wanted.every((part) => plain(words).includes(part)));
}

function plain(words: string): string {
  return words
    .normalize("NFD")
    .replace(/\p{Mn}/gu, "")
    .toLowerCase();
}
