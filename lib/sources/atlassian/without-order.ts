/** A CQL or JQL query without its order: the order of listing is the reader's own, and a part of a query has none. */
export function withoutOrder(query: string): string {
  const at = orderAt(query);
  return (at === undefined ? query : query.slice(0, at)).trim();
}

/** Where ORDER BY begins, outside of quotes and parentheses; undefined when the query has none. */
function orderAt(query: string): number | undefined {
  const order = /order\s+by\b/iy;
  let depth = 0;
  for (let at = 0; at < query.length; at++) {
    const sign = query[at] ?? "";
    if (sign === '"' || sign === "'") at = endOfQuote(query, at);
    else if (sign === "(") depth++;
    else if (sign === ")") depth--;
    else if (depth === 0 && !/[\w.-]/.test(query[at - 1] ?? "")) {
      order.lastIndex = at;
      if (order.test(query)) return at;
    }
  }
  return undefined;
}

/** The closing quote of a text that begins at `start`; a backslash escapes what follows. */
function endOfQuote(query: string, start: number): number {
  for (let at = start + 1; at < query.length; at++) {
    if (query[at] === "\\") at++;
    else if (query[at] === query[start]) return at;
  }
  return query.length;
}
