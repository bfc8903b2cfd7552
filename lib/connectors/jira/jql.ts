/** A query without its order: the order in which issues are listed is the reader's own. */
export function withoutOrder(jql: string): string {
  const at = orderAt(jql);
  return (at === undefined ? jql : jql.slice(0, at)).trim();
}

/** Where ORDER BY begins, outside of quotes and parentheses; undefined when the query has none. */
function orderAt(jql: string): number | undefined {
  const order = /order\s+by\b/iy;
  let depth = 0;
  for (let at = 0; at < jql.length; at++) {
    const sign = jql[at] ?? "";
    if (sign === '"' || sign === "'") at = endOfQuote(jql, at);
    else if (sign === "(") depth++;
    else if (sign === ")") depth--;
    else if (depth === 0 && !/[\w.-]/.test(jql[at - 1] ?? "")) {
      order.lastIndex = at;
      if (order.test(jql)) return at;
    }
  }
  return undefined;
}

/** The closing quote of a text that begins at `start`; a backslash escapes what follows. */
function endOfQuote(jql: string, start: number): number {
  for (let at = start + 1; at < jql.length; at++) {
    if (jql[at] === "\\") at++;
    else if (jql[at] === jql[start]) return at;
  }
  return jql.length;
}

/** The issues of a query in the order that changes least while they are read: the oldest first. */
export function inListingOrder(jql: string): string {
  return `${withoutOrder(jql)} ORDER BY created ASC, id ASC`.trim();
}

export const childrenOf = (ids: readonly string[]): string => `parent in (${ids.join(", ")})`;
export const withIds = (ids: readonly string[]): string => `id in (${ids.join(", ")})`;
