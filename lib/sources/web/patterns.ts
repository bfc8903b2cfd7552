import { compileWildcard, matchesWildcard, type Wildcard } from "./wildcard.ts";

export type Patterns = {
  /** Why a page is left out, or undefined when it belongs. */
  excludes: (url: URL) => string | undefined;
};

type Pattern = { text: string; matches: (url: URL) => boolean };

/**
 * Include and exclude patterns of a crawl. `*` stands for any characters. A pattern with a scheme is held against the
 * whole address; one that begins with `/`, against path and query from the start; another, anywhere in them. Without a
 * `*` at its end a pattern means the page itself and all below it. Linear time, whatever the pattern.
 */
export function compilePatterns(include: readonly string[], exclude: readonly string[]): Patterns {
  const included = include.map(compile);
  const excluded = exclude.map(compile);
  return {
    excludes(url) {
      const hit = excluded.find(({ matches }) => matches(url));
      if (hit) return `excluded by the pattern ${hit.text}`;
      const belongs = included.length === 0 || included.some(({ matches }) => matches(url));
      return belongs ? undefined : "excluded: no pattern of “include” matches";
    },
  };
}

function compile(text: string): Pattern {
  const isWhole = /^https?:\/\//i.test(text);
  const anywhere = !isWhole && !text.startsWith("/") && !text.startsWith("*");
  const pattern = anywhere ? `*${text}` : text;
  const forms = formsOf(pattern, text);
  return {
    text,
    matches(url) {
      const subject = isWhole ? url.href : url.pathname + url.search;
      return forms.some((form) => matchesWildcard(form, subject));
    },
  };
}

/** `/a` means `/a`, `/a/…` and `/a?…`; `/a/` and `/a*` mean all that begins so; `*.pdf` means the end. */
function formsOf(pattern: string, text: string): Wildcard[] {
  if (text.endsWith("*") || text.endsWith("/")) return [compileWildcard(pattern, false)];
  const ends = ["", "/*", "?*"];
  return ends.map((end) => compileWildcard(pattern + end, true));
}
