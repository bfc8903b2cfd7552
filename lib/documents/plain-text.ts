const passes: [RegExp, string][] = [
  // Fences and the rules of tables say nothing; the code between fences stays.
  [/^\s*(?:```|~~~)[^\n]*$/gm, ""],
  [/^[ \t]*\|?[ \t]*:?-{3,}[-:| \t]*$/gm, ""],
  [/^[ \t]*(?:#{1,6}|>|[-*+])[ \t]+/gm, ""],
  [/!?\[([^\][\n]{0,200})\]\([^()\s]{0,500}\)/g, "$1"],
  // A link whose beginning or end was cut off.
  [/\]\([^()\s]{0,500}\)?/g, ""],
  [/\*\*|__|~~|`+|\|/g, " "],
  [/\\([!-/:-@[-`{-~])/g, "$1"],
  [/\s+/g, " "],
];

/** A piece of Markdown as one line of plain text: its words, without the marks that lay them out. */
export function plainText(markdown: string): string {
  return passes.reduce((text, [mark, words]) => text.replace(mark, words), markdown).trim();
}
