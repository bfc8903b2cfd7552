/** What schemas say, by what it is in the reader's language. Nothing where they speak it themselves. */
export type SchemaWords = Record<string, string>;

/**
 * A translator of what schemas, and the server that uses them, say. Sentences that hold a value (`“{host}” isn't …`)
 * are recognised whatever it is; what isn't known stays as it came.
 */
export function translator(words: SchemaWords): (text: string) => string {
  const patterns = Object.entries(words).filter(([said]) => hole.test(said));
  return (text) => {
    if (Object.hasOwn(words, text)) return words[text] ?? text;
    for (const [said, meant] of patterns) {
      const values = read(said, text);
      if (values) return meant.replace(holes, (_, name: string) => values[name] ?? "");
    }
    return text;
  };
}

const hole = /\{\w+\}/;
const holes = /\{(\w+)\}/g;

function read(pattern: string, text: string): Record<string, string> | undefined {
  const source = pattern
    .split(holes)
    .map((part, index) => (index % 2 === 1 ? `(?<${part}>.+)` : part.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&")))
    .join("");
  return new RegExp(`^${source}$`, "su").exec(text)?.groups;
}
