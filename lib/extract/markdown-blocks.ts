/** Blocks as a quote; nothing when there are none. */
export function quoteBlocks(blocks: readonly string[]): string[] {
  const text = blocks.join("\n\n");
  return text === "" ? [] : [text.replace(/^/gm, "> ").replace(/^> $/gm, ">")];
}

/** One item of a list: `marker` with its space, and what stands beside and below it. */
export type ListItem = { marker: string; blocks: readonly string[] };

/** Items as a list: tight unless one has more than a line and a list of its own. Items that say nothing are left out. */
export function listItems(items: readonly ListItem[]): string[] {
  const said = items.filter(({ blocks }) => blocks.length > 0);
  const texts = said.map(
    ({ marker, blocks }) => marker + indented(blocks.join(isTight(blocks) ? "\n" : "\n\n"), indentOf(marker)),
  );
  const isLoose = said.some(({ blocks }) => !isTight(blocks));
  return texts.length === 0 ? [] : [texts.join(isLoose ? "\n\n" : "\n")];
}

function isTight(blocks: readonly string[]): boolean {
  return blocks.length === 1 || (blocks.length === 2 && /^(- |\d+\. )/.test(blocks[1] ?? ""));
}

/** A task's box belongs to its text. */
function indentOf(marker: string): number {
  return marker.replace(/\[[ x]\] $/, "").length;
}

export function indented(text: string, width: number): string {
  return text.replace(/\n(?=[^\n])/g, `\n${" ".repeat(width)}`);
}
