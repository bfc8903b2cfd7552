type Fields = Map<string, Fields | null>;

/** Cuts a resource to what `fields` names, as Google's partial responses do: `a,b(c,d)`. What isn't named is absent. */
export function project(value: unknown, fields: string): unknown {
  return cut(value, parse(fields));
}

function cut(value: unknown, fields: Fields): unknown {
  if (Array.isArray(value)) return value.map((one) => cut(one, fields));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, inner]) => {
      const inside = fields.get(name);
      if (inside === undefined) return [];
      return [[name, inside === null ? inner : cut(inner, inside)]];
    }),
  );
}

function parse(text: string): Fields {
  const fields: Fields = new Map();
  let at = 0;
  while (at < text.length) {
    const name = /^[A-Za-z0-9]+/.exec(text.slice(at))?.[0];
    if (!name) throw new Error(`Not a list of fields: ${text}`);
    at += name.length;
    fields.set(name, null);
    if (text[at] === "(") {
      const end = closing(text, at);
      fields.set(name, parse(text.slice(at + 1, end)));
      at = end + 1;
    }
    if (text[at] === ",") at += 1;
  }
  return fields;
}

function closing(text: string, from: number): number {
  let depth = 0;
  for (let at = from; at < text.length; at++) {
    if (text[at] === "(") depth += 1;
    if (text[at] === ")" && --depth === 0) return at;
  }
  throw new Error(`A bracket of ${text} isn't closed.`);
}
